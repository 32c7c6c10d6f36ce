using ModelOps.OpenInference.Wire;

namespace ModelOps.Serving.AspNetCore.Wire;

/// <summary>Reads a raw request: no JSON, the body is the only input's bytes, and all outputs come back in binary form.</summary>
/// <remarks>Source: Open Inference Protocol, binary tensor data extension, "Raw Binary Request".</remarks>
internal static class RawRequestReader
{
    /// <exception cref="InvalidInferenceRequestException">The model has not one input, or the bytes do not fit it.</exception>
    public static void Read(InferenceExchange exchange, ModelMetadata model, ReadOnlySpan<byte> body)
    {
        if (model.Signature.Inputs is not [TensorSpec input])
        {
            throw new InvalidInferenceRequestException(
                $"Model '{model.Name}' has {model.Signature.Inputs.Count} inputs; a raw request is for models with one. Send JSON, or JSON and binary tensors.")
            {
                Model = model.Name,
            };
        }

        exchange.BinaryByDefault = true;
        ReadOnlySpan<long> shape = InferShape(exchange.Shape, model.Name, input, body.Length);
        EnsureFits(model.Name, input, shape, body.Length);
        InferenceTensor tensor = exchange.Request.Inputs.Add(input.Name, input.DataType, shape);
        if (input.DataType == TensorDataType.Bytes) { tensor.AppendElement(body); }
        else if (tensor.TrySetBytes(body) is { } wrong) { throw InvalidInferenceRequestException.ForInput(model.Name, input.Name, "its elements in binary form", wrong); }
    }

    /// <summary>The input's shape with its one variable dimension taken from the number of bytes; a variable batch beside it is 1.</summary>
    private static ReadOnlySpan<long> InferShape(long[] room, string model, TensorSpec input, int bytes)
    {
        int rank = input.Shape.Count;
        Span<long> shape = room.AsSpan(0, rank);
        int variable = -1;
        long fixedSize = Math.Max(1, input.DataType.ItemSize());
        for (int i = 0; i < rank; i++)
        {
            shape[i] = input.Shape[i];
            if (shape[i] >= 0)
            {
                fixedSize *= shape[i];
            }
            else if (variable <= 0)
            {
                if (variable == 0) { shape[0] = 1; }
                variable = i;
            }
            else
            {
                throw InvalidInferenceRequestException.ForInput(model, input.Name, "a shape with one variable dimension beside the batch, for a raw request", input.ToString());
            }
        }

        if (variable >= 0) { shape[variable] = input.DataType == TensorDataType.Bytes ? 1 : bytes / Math.Max(1, fixedSize); }
        return shape;
    }

    private static void EnsureFits(string model, TensorSpec input, ReadOnlySpan<long> shape, int bytes)
    {
        if (input.DataType != TensorDataType.Bytes)
        {
            WireShape.EnsureHolds(model, input.Name, input.DataType, shape, bytes);
        }
        else if (WireShape.CountElements(shape) != 1)
        {
            throw InvalidInferenceRequestException.ForInput(model, input.Name, "room for one BYTES element, for a raw request", input.ToString());
        }
    }
}
