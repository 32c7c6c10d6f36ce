using System.Runtime.InteropServices;

namespace ModelOps.Onnx.Quantization;

/// <summary>Inputs of one call of a model; may hold many rows. Immutable.</summary>
/// <param name="Inputs">A tensor for each input of the graph, by name.</param>
public sealed record OnnxSample(IReadOnlyList<OnnxTensor> Inputs)
{
    /// <summary>Cuts rows into samples, for a model with one float input of shape <c>[rows, columns]</c>.</summary>
    /// <param name="model">The model.</param>
    /// <param name="rows">Values, row-major; read again on each enumeration.</param>
    /// <param name="rowsPerSample">Rows of a sample, at least 1; the last sample may have fewer. Ignored where the model fixes the number of rows.</param>
    /// <returns>The samples, made as they are asked for.</returns>
    /// <exception cref="ArgumentException">The model has no such input, or the values are no whole number of rows.</exception>
    public static IEnumerable<OnnxSample> FromRows(OnnxModel model, ReadOnlyMemory<float> rows, int rowsPerSample)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentOutOfRangeException.ThrowIfLessThan(rowsPerSample, 1);
        HashSet<string> constants = [.. model.Graph.Initializers.Select(static t => t.Name)];
        OnnxValueInfo[] inputs = [.. model.Graph.Inputs.Where(i => !constants.Contains(i.Name))];
        if (inputs is not [{ ElementType: OnnxElementType.Float, Shape: [long fixedRows, long columns and > 0] } input])
        {
            throw new ArgumentException("The model does not have one input of floats with a shape [rows, columns]. Make samples of tensors yourself.", nameof(model));
        }

        int perSample = fixedRows > 0 ? checked((int)fixedRows) : rowsPerSample;
        return rows.Length % columns == 0 && (fixedRows <= 0 || rows.Length % (columns * fixedRows) == 0)
            ? Cut(input.Name, rows, perSample, (int)columns)
            : throw new ArgumentException($"{rows.Length} values are no whole number of samples: the input '{input.Name}' has the shape [{string.Join(", ", input.Shape)}].", nameof(rows));
    }

    private static IEnumerable<OnnxSample> Cut(string name, ReadOnlyMemory<float> rows, int perSample, int columns)
    {
        for (int start = 0; start < rows.Length; start += perSample * columns)
        {
            ReadOnlySpan<float> values = rows.Span[start..Math.Min(rows.Length, start + (perSample * columns))];
            yield return new OnnxSample([new OnnxTensor(name, OnnxElementType.Float, [values.Length / columns, columns], MemoryMarshal.AsBytes(values).ToArray())]);
        }
    }
}
