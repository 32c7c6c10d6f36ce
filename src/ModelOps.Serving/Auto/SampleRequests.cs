namespace ModelOps.Serving.Auto;

/// <summary>Made-up requests of a signature: the same for the same seed.</summary>
/// <param name="model">Name of the model.</param>
/// <param name="signature">Inputs.</param>
/// <param name="seed">Seed.</param>
internal sealed class SampleRequests(string model, ModelSignature signature, int seed)
{
    private const int MaxBytes = 16 << 20;
    private readonly Random _random = new(seed);

    /// <summary>Whether the number of rows differs from call to call: the first dimension of every input is open.</summary>
    public bool HasRows => signature.Inputs.Count > 0 && signature.Inputs.All(static i => i.Shape.Count > 0 && i.Shape[0] < 0);

    /// <summary>Makes a request; null where it would be large.</summary>
    /// <param name="rows">Size of first dimensions that are open; other open ones are 1.</param>
    public InferenceRequest? TryCreate(int rows)
    {
        InferenceRequest request = new(ModelReference.ToModel(model));
        long bytes = 0;
        foreach (TensorSpec input in signature.Inputs)
        {
            long[] shape = [.. input.Shape.Select((d, i) => d >= 0 ? d : i == 0 ? rows : 1)];
            bytes += shape.Aggregate(1L, static (product, d) => Math.Min(product * Math.Max(1, d), MaxBytes)) * sizeof(long);
            if (bytes > MaxBytes)
            {
                request.Dispose();
                return null;
            }

            InferenceTensor tensor = new(input.Name, input.DataType, shape);
            request.Inputs.Add(tensor);
            Fill(tensor);
        }

        return request;
    }

    /// <summary>Numbers about zero and, every seventh, small whole ones; whole numbers from 0 to 3; digits for strings.</summary>
    private void Fill(InferenceTensor tensor)
    {
        switch (tensor.DataType)
        {
            case TensorDataType.Float32: Fill(tensor.AsSpan<float>(), static v => (float)v); break;
            case TensorDataType.Float64: Fill(tensor.AsSpan<double>(), static v => v); break;
            case TensorDataType.Float16: Fill(tensor.AsSpan<Half>(), static v => (Half)v); break;
            case TensorDataType.Bytes:
                for (long i = 0; i < tensor.ElementCount; i++) { tensor.AppendElement(((char)('0' + _random.Next(4))).ToString()); }
                break;
            case TensorDataType.BFloat16: break;
            default:
                int size = (int)(tensor.ByteLength / Math.Max(1, tensor.ElementCount));
                int most = tensor.DataType == TensorDataType.Bool ? 2 : 4;
                for (int i = 0; i < tensor.ByteLength; i += Math.Max(1, size)) { tensor.Bytes[i] = (byte)_random.Next(most); }
                break;
        }
    }

    private void Fill<T>(Span<T> elements, Func<double, T> convert)
    {
        for (int i = 0; i < elements.Length; i++)
        {
            double normal = Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());
            elements[i] = convert(i % 7 == 6 ? Math.Round(normal * 3) : normal);
        }
    }
}
