/** What the settings of Camera Raw are in chemigram's vocabulary. Data alone; camera-raw-moves.ts goes through it. */

export interface Saying {
  /** Its name in Camera Raw. */
  readonly setting: string;
  readonly primitive: string;
  readonly parameter: string;
  /** Straight lines from its numbers to the parameter's; beyond the ends, the end. */
  readonly points: readonly (readonly [number, number])[];
  /** Without effect while this other setting has none. */
  readonly only?: string;
  /** A colour or an angle: strength leaves it alone. */
  readonly fixed?: true;
}

const FULL = [
  [-100, -100],
  [100, 100],
] as const;
const POSITIVE = [
  [0, 0],
  [100, 100],
] as const;
const FRINGE = [
  [0, 0],
  [20, 100],
] as const;
const value = (setting: string, primitive: string, points: Saying['points'] = FULL): Saying => ({
  setting,
  primitive,
  parameter: 'value',
  points,
});

const TONE: readonly Saying[] = [
  value('Exposure2012', 'exposure', [
    [-4, -4],
    [4, 4],
  ]),
  value('Contrast2012', 'contrast'),
  value('Highlights2012', 'highlights'),
  value('Shadows2012', 'shadows'),
  value('Whites2012', 'whites'),
  value('Blacks2012', 'blacks'),
];

const COLOUR: readonly Saying[] = [
  value('IncrementalTemperature', 'warmth'),
  value('IncrementalTint', 'tint'),
  value('Vibrance', 'vibrance'),
  value('Saturation', 'saturation'),
  // Camera Raw takes the colours away whatever Saturation says: the later row holds.
  value('ConvertToGrayscale', 'saturation', [
    [0, 0],
    [1, -100],
  ]),
];

const DETAIL: readonly Saying[] = [
  value('Clarity2012', 'clarity'),
  value('Texture', 'texture'),
  value('Dehaze', 'dehaze'),
  value('Sharpness', 'sharpen', [
    [0, 0],
    [150, 100],
  ]),
  { setting: 'LuminanceSmoothing', primitive: 'denoise', parameter: 'luminance', points: POSITIVE },
  { setting: 'ColorNoiseReduction', primitive: 'denoise', parameter: 'colour', points: POSITIVE },
  // Both colours are one slider here: purple, the usual one, holds where both are there.
  value('DefringeGreenAmount', 'defringe', FRINGE),
  value('DefringePurpleAmount', 'defringe', FRINGE),
];

const VIGNETTE = 'PostCropVignetteAmount';
/** The shape of a vignette; nothing without an amount, and strength leaves it alone. */
const shape = (name: string, parameter: string, points: Saying['points'] = POSITIVE): Saying => ({
  setting: `PostCropVignette${name}`,
  primitive: 'vignette',
  parameter,
  points,
  only: VIGNETTE,
  fixed: true,
});

const EFFECTS: readonly Saying[] = [
  value('GrainAmount', 'grain', POSITIVE),
  value(VIGNETTE, 'vignette'),
  shape('Midpoint', 'size'),
  shape('Feather', 'feather'),
  // From nearly a rectangle to the picture's own ellipse; beyond it Camera Raw makes a circle.
  shape('Roundness', 'roundness', [
    [-100, 0],
    [0, 100],
  ]),
];

/** The calibration panel. */
const CALIBRATION: readonly Saying[] = (['Red', 'Green', 'Blue'] as const).flatMap((primary) =>
  (['Hue', 'Saturation'] as const).map((what): Saying => ({
    setting: `${primary}${what}`,
    primitive: 'primaries',
    parameter: `${primary.toLowerCase()}_${what.toLowerCase()}`,
    points: FULL,
  })),
);

const HUES = ['Red', 'Orange', 'Yellow', 'Green', 'Aqua', 'Blue', 'Purple', 'Magenta'] as const;
/** Camera Raw's 100 moves a hue about to its neighbour's; the eight are 30 to 60 degrees apart. */
const NEIGHBOUR_DEGREES = 30;

const MIXER: readonly Saying[] = HUES.flatMap((hue): Saying[] => {
  const primitive = `mix_${hue.toLowerCase()}s`;
  const neighbour = [
    [-100, -NEIGHBOUR_DEGREES],
    [100, NEIGHBOUR_DEGREES],
  ] as const;
  return [
    { setting: `HueAdjustment${hue}`, primitive, parameter: 'hue', points: neighbour },
    { setting: `SaturationAdjustment${hue}`, primitive, parameter: 'saturation', points: FULL },
    { setting: `LuminanceAdjustment${hue}`, primitive, parameter: 'luminance', points: FULL },
  ];
});

const CIRCLE = [
  [0, 0],
  [360, 360],
] as const;

/** Colour grading writes shadows and highlights under the names of split toning. */
const SPLIT: readonly Saying[] = (['Shadow', 'Highlight'] as const).flatMap((tones): Saying[] => {
  const [strength, side] = [`SplitToning${tones}Saturation`, `${tones.toLowerCase()}s`];
  return [
    {
      setting: `SplitToning${tones}Hue`,
      primitive: 'split_tone',
      parameter: `${side}_hue`,
      points: CIRCLE,
      only: strength,
      fixed: true,
    },
    { setting: strength, primitive: 'split_tone', parameter: `${side}_strength`, points: POSITIVE },
  ];
});
const GRADING: readonly Saying[] = [
  ...(['Midtone', 'Global'] as const).flatMap((tones): Saying[] => {
    const [strength, primitive] = [`ColorGrade${tones}Sat`, tones === 'Global' ? 'grade_global' : 'grade_midtones'];
    return [
      {
        setting: `ColorGrade${tones}Hue`,
        primitive,
        parameter: 'hue',
        points: CIRCLE,
        only: strength,
        fixed: true,
      },
      { setting: strength, primitive, parameter: 'chroma', points: POSITIVE },
      { setting: `ColorGrade${tones}Lum`, primitive, parameter: 'luminance', points: FULL },
    ];
  }),
  { setting: 'ColorGradeShadowLum', primitive: 'grade_shadows', parameter: 'luminance', points: FULL },
  { setting: 'ColorGradeHighlightLum', primitive: 'grade_highlights', parameter: 'luminance', points: FULL },
];

/** In the order in which their moves are made. */
export const SAYINGS: readonly Saying[] = [
  ...TONE,
  ...COLOUR,
  ...CALIBRATION,
  ...MIXER,
  ...SPLIT,
  ...GRADING,
  ...DETAIL,
  ...EFFECTS,
];

/** Numbers at which a setting does nothing, where that is not 0; what comes with no main setting of its own. */
export const RESTING: Readonly<Record<string, number>> = {
  SharpenRadius: 1,
  SharpenDetail: 25,
  ColorNoiseReduction: 25,
  ColorNoiseReductionDetail: 50,
  ColorNoiseReductionSmoothness: 50,
  LuminanceNoiseReductionDetail: 50,
  ParametricShadowSplit: 25,
  ParametricMidtoneSplit: 50,
  ParametricHighlightSplit: 75,
  GrainSize: 25,
  GrainFrequency: 50,
  PostCropVignetteMidpoint: 50,
  PostCropVignetteFeather: 50,
  PostCropVignetteStyle: 1,
  DefringePurpleHueLo: 30,
  DefringePurpleHueHi: 70,
  DefringeGreenHueLo: 40,
  DefringeGreenHueHi: 60,
  ColorGradeBlending: 50,
  PerspectiveScale: 100,
  LensProfileDistortionScale: 100,
  LensProfileVignettingScale: 100,
  CropRight: 1,
  CropBottom: 1,
  CurveRefineSaturation: 100,
};

/** Settings that say something of the file or the program, not of the picture. */
export const ABOUT: readonly RegExp[] = [
  /^(Version|ProcessVersion|CompatibleVersion|PresetType|Cluster|UUID|Group|ShortName|SortName|Description|Copyright)$/,
  /^(ContactInfo|HasSettings|AlreadyApplied|RawFileName|CameraModelRestriction|RequiresRGBTables|AllowFilters)$/,
  /^(Supports|Show|ToneCurveName|LensProfileSetup|LensProfileDigest|LensProfileFilename|LensProfileName|CameraProfileDigest)/,
  /^(WhiteBalance|HDREditMode|HDRMaxValue|SDR\w*|CropConstrainToWarp|CropConstrainToUnitSquare|HasCrop|OverrideLookVignette)$/,
];

/** Why a family of settings is not taken; the first that fits. */
export const NOT_TAKEN: ReadonlyArray<{ readonly name: RegExp; readonly why: string }> = [
  {
    name: /Crop|^Perspective|^Upright/,
    why: 'framing is not taken from a preset: use crop, straighten, quarter_turn, mirror or perspective',
  },
  {
    name: /Corrections$|^Retouch|^RedEye/,
    why: 'masks and spots of a preset are not taken: say where with mask_spec or apply_spot',
  },
  { name: /^(Temperature|Tint)$/, why: "absolute white balance is the camera's: use white_balance, warmth or tint" },
  { name: /^Defringe/, why: 'defringe takes fringes of all colours' },
  { name: /^(Lens|AutoLateralCA|ChromaticAberration|Vignette)/, why: 'use lens, which asks darktable' },
];
/** Of all others. */
export const UNSAID = 'the vocabulary has no word for it';
/** Of a setting that has one, with a value that Camera Raw does not write. */
export const NO_NUMBER = 'its value is no number';
/** Where a row names a primitive that this vocabulary lacks. */
export const NO_PRIMITIVE = (primitive: string): string => `this vocabulary has no ${primitive}`;
