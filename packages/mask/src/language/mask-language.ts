/** The mask language for a model that reads nothing else; under 2,500 characters, checked by a test. */
export const MASK_LANGUAGE = `mask_spec: WHERE an edit acts, on the displayed preview. Origin top-left, y down.
Fractions (x of width, y of height) or, better, pixels of a preview: "coords" of the image you looked at, as render_preview gave it: {"width": W, "height": H, "region": of a zoomed crop, "frame"}. Then positions and all lengths are pixels too.
Drawn form: {"dt_form": F, "dt_params": {...}}; border = soft edge OUTSIDE the form, fraction of the shorter side; rotation in degrees.
- ellipse: center_x, center_y, radius_x, radius_y; rotation 0 (clockwise), border 0.05
- circle: center_x, center_y, radius (of the shorter side); border 0.05
- rectangle: x0, y0, x1, y1; border 0.02, rotation 0
- path: vertices [[x,y],...] 3..1000 in order around it, self-closing; border 0.02, smooth false, holes [[[x,y],...],...]
- gradient: anchor_x, anchor_y, rotation (full effect ABOVE the anchor at 0, LEFT 90, BELOW 180, RIGHT 270); compression 0.5 (smaller = harder), state 2 (smooth; 1 linear), curvature 0
- brush: points [[x,y],...], width (of the shorter side); hardness 0.66, density 1
Ranges, alone or beside a form (then both must hold): "range_filter": {"kind", "min", "max", "feather": 0.05, "invert": false} or "range_filters": [...]. 0..1 of the displayed pixel. kind: luminance, color_h (hue: red 0, yellow .17, green .33, cyan .5, blue .67; min > max wraps through red), color_s, color_l.
Combine: {"kind": "compose", "operation": "union"|"intersect"|"subtract"|"exclude", "operands": [spec, ...]}; subtract: the later from the first.
References: {"kind": "named", "name": "mask_sky"} (see list_masks), {"kind": "detected", "id": "..."} (of detect), {"kind": "raster", "path": "..."}.
Any spec: "snap": true (onto the edges really there; or {"positive": [[x,y],...], "negative": [...]}: points in, out), "invert": true (everything else), "opacity": 0..1, "refine": {"feather_radius" 0..0.25, "blur" 0..0.1 (both of the shorter side), "contrast", "brightness", "details" (raws): -1..1}.
Face, in pixels of a 1024 x 683 preview:
{"dt_form": "ellipse", "dt_params": {"center_x": 512, "center_y": 240, "radius_x": 90, "radius_y": 120, "border": 30}, "coords": {"width": 1024, "height": 683}}
Bright sky without the tower:
{"kind": "compose", "operation": "subtract", "operands": [{"dt_form": "gradient", "dt_params": {"anchor_x": 0.5, "anchor_y": 0.45, "rotation": 0}, "range_filter": {"kind": "luminance", "min": 0.6, "max": 1}}, {"dt_form": "rectangle", "dt_params": {"x0": 0.4, "y0": 0.1, "x1": 0.5, "y1": 0.6}}]}`;
