import { matchInputs, matchOutput } from '../runtime/fits-description.ts';
import { type Frame, frameOf } from '../tensors/frame.ts';
import { inputShape, inputValues } from '../tensors/input-tensor.ts';
import type { InputDescription, Weights } from '../description/model-description.ts';
import type { PictureFile } from '../read-picture.ts';
import { openModel, run, type Session, tensor, type Tensor } from '../runtime/runtime.ts';
import { verifiedWeights } from '../runtime/weights.ts';

/** A model that takes a picture. */
export interface PictureModel {
  readonly session: Session;
  /** @returns all outputs by name, and where the picture lay in the input */
  see(picture: PictureFile): Promise<{ outputs: Record<string, Tensor>; frame: Frame }>;
  /** The name of the output that a description means. @throws ChemigramError provider_failed when there is none such */
  output(name: string | undefined): string;
}

/**
 * Opens a model that takes one picture, once its file is the one described and takes what is described.
 *
 * @throws ChemigramError not_found without the file, provider_failed for another model
 */
export async function openPictureModel(
  weights: Weights,
  input: InputDescription,
  folder: string,
): Promise<PictureModel> {
  const path = await verifiedWeights(weights, folder);
  const session = await openModel(path);
  const [signature] = matchInputs(session, path, [{ name: input.name, type: input.type, shape: inputShape(input) }]);
  return {
    session,
    output: (name) => matchOutput(session, path, name).name,
    see: async (picture) => {
      const frame = frameOf(picture, input);
      const { data, dims } = inputValues(await picture.at(frame.used), frame, input);
      return { outputs: await run(session, path, { [signature!.name]: await tensor(input.type, data, dims) }), frame };
    },
  };
}
