using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;

namespace ModelOps.Serving.AspNetCore.Wire;

/// <summary>Turns scores into the best classes, each the text <c>score:index</c> or <c>score:index:label</c>.</summary>
/// <remarks>Source: Triton's classification extension. The first dimension of two or more is the batch. Equal scores keep their order, NaN comes last.
/// Scores are written in the shortest form that reads back the same, where Triton cuts to six decimals.</remarks>
internal static class Classification
{
    /// <summary>Replaces the scores in a tensor by their best classes.</summary>
    /// <exception cref="InvalidInferenceRequestException">Its elements are no numbers.</exception>
    public static void Apply(InferenceTensor tensor, int classes, IReadOnlyList<string> labels, string model)
    {
        string[] texts = tensor.DataType switch
        {
            TensorDataType.Float32 => Best<float>(tensor.AsSpan<float>(), Rows(tensor), classes, labels),
            TensorDataType.Float64 => Best<double>(tensor.AsSpan<double>(), Rows(tensor), classes, labels),
            TensorDataType.Float16 => Best<Half>(tensor.AsSpan<Half>(), Rows(tensor), classes, labels),
            TensorDataType.BFloat16 => Best<float>(Widen(tensor.Bytes), Rows(tensor), classes, labels),
            TensorDataType.UInt8 => Best<byte>(tensor.AsSpan<byte>(), Rows(tensor), classes, labels),
            TensorDataType.UInt16 => Best<ushort>(tensor.AsSpan<ushort>(), Rows(tensor), classes, labels),
            TensorDataType.UInt32 => Best<uint>(tensor.AsSpan<uint>(), Rows(tensor), classes, labels),
            TensorDataType.UInt64 => Best<ulong>(tensor.AsSpan<ulong>(), Rows(tensor), classes, labels),
            TensorDataType.Int8 => Best<sbyte>(tensor.AsSpan<sbyte>(), Rows(tensor), classes, labels),
            TensorDataType.Int16 => Best<short>(tensor.AsSpan<short>(), Rows(tensor), classes, labels),
            TensorDataType.Int32 => Best<int>(tensor.AsSpan<int>(), Rows(tensor), classes, labels),
            TensorDataType.Int64 => Best<long>(tensor.AsSpan<long>(), Rows(tensor), classes, labels),
            _ => throw InvalidInferenceRequestException.ForOutput(model, tensor.Name, "scores that are numbers, for the parameter classification", tensor.DataType.ToName()),
        };

        int rows = Rows(tensor);
        long[] shape = tensor.Shape.Length > 1 ? [rows, rows == 0 ? 0 : texts.Length / rows] : [texts.Length];
        tensor.Reset(tensor.Name, TensorDataType.Bytes, shape);
        foreach (string text in texts) { tensor.AppendElement(text); }
    }

    /// <summary>Labels as a model's metadata holds them, in its property <c>labels.{output}</c>: one a line, or else with commas between.</summary>
    public static IReadOnlyList<string> ReadLabels(ModelMetadata metadata, string output) =>
        metadata.Properties.TryGetValue($"labels.{output}", out string? labels)
            ? labels.Split(labels.Contains('\n', StringComparison.Ordinal) ? '\n' : ',', StringSplitOptions.TrimEntries)
            : [];

    private static int Rows(InferenceTensor tensor) => tensor.Shape.Length > 1 ? (int)tensor.Shape[0] : 1;

    private static string[] Best<T>(ReadOnlySpan<T> scores, int rows, int classes, IReadOnlyList<string> labels)
        where T : unmanaged, INumber<T>
    {
        int width = rows == 0 ? 0 : scores.Length / rows;
        int kept = Math.Min(classes, width);
        string[] texts = new string[rows * kept];
        T[] keys = new T[width];
        int[] order = new int[width];
        for (int row = 0; row < rows; row++)
        {
            scores.Slice(row * width, width).CopyTo(keys);
            for (int i = 0; i < width; i++) { order[i] = i; }
            Array.Sort(order, (a, b) => keys[b].CompareTo(keys[a]) is var difference && difference != 0 ? difference : a - b);
            for (int i = 0; i < kept; i++) { texts[(row * kept) + i] = Write(keys[order[i]], order[i], labels); }
        }

        return texts;
    }

    private static string Write<T>(T score, int index, IReadOnlyList<string> labels)
        where T : INumber<T> => index < labels.Count
            ? string.Create(CultureInfo.InvariantCulture, $"{score}:{index}:{labels[index]}")
            : string.Create(CultureInfo.InvariantCulture, $"{score}:{index}");

    private static float[] Widen(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<ushort> halves = MemoryMarshal.Cast<byte, ushort>(bytes);
        float[] wide = new float[halves.Length];
        for (int i = 0; i < wide.Length; i++) { wide[i] = BitConverter.UInt32BitsToSingle((uint)halves[i] << 16); }
        return wide;
    }
}
