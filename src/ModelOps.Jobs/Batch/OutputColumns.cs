using System.Globalization;

namespace ModelOps.Jobs;

/// <summary>The outputs of a model as columns: one named as the output, or <c>output_0</c>, <c>output_1</c>... where it has several numbers for each row.</summary>
internal static class OutputColumns
{
    public static IEnumerable<TableColumn> Of(InferenceTensor tensor, int rows)
    {
        int width = rows == 0 ? 0 : (int)(tensor.ElementCount / rows);
        if (tensor.Shape.Length == 0 || tensor.Shape[0] != rows || width == 0 || width * (long)rows != tensor.ElementCount)
        {
            throw BatchScoringException.Input($"the model's output {tensor} has no value for each of {rows} rows. Ask a model that keeps rows apart.");
        }

        return Enumerable.Range(0, width).Select(i => Column(tensor, width == 1 ? tensor.Name : string.Create(CultureInfo.InvariantCulture, $"{tensor.Name}_{i}"), i, width, rows));
    }

    private static TableColumn Column(InferenceTensor tensor, string name, int first, int step, int rows) => tensor.DataType switch
    {
        TensorDataType.Float32 => Numbers<float, float>(tensor, name, first, step, rows, static v => v),
        TensorDataType.Float64 => Numbers<double, double>(tensor, name, first, step, rows, static v => v),
        TensorDataType.Float16 => Numbers<Half, float>(tensor, name, first, step, rows, static v => (float)v),
        TensorDataType.Int64 => Numbers<long, long>(tensor, name, first, step, rows, static v => v),
        TensorDataType.Int32 => Numbers<int, int>(tensor, name, first, step, rows, static v => v),
        TensorDataType.Int16 => Numbers<short, short>(tensor, name, first, step, rows, static v => v),
        TensorDataType.Int8 => Numbers<sbyte, short>(tensor, name, first, step, rows, static v => v),
        TensorDataType.UInt8 => Numbers<byte, byte>(tensor, name, first, step, rows, static v => v),
        TensorDataType.UInt16 => Numbers<ushort, int>(tensor, name, first, step, rows, static v => v),
        TensorDataType.UInt32 => Numbers<uint, long>(tensor, name, first, step, rows, static v => v),
        TensorDataType.Bool => Numbers<bool, byte>(tensor, name, first, step, rows, static v => v ? (byte)1 : (byte)0),
        TensorDataType.Bytes => new TextColumn(name, [.. tensor.ToStrings().Where((_, i) => i % step == first)]),
        _ => throw BatchScoringException.Input($"the model's output {tensor} has no form in a table. Ask for other outputs, or for another model."),
    };

    private static ValueColumn<TOut> Numbers<TIn, TOut>(InferenceTensor tensor, string name, int first, int step, int rows, Func<TIn, TOut> convert)
        where TIn : unmanaged
        where TOut : struct, IFormattable, IConvertible
    {
        ReadOnlySpan<TIn> all = tensor.AsSpan<TIn>();
        TOut?[] values = new TOut?[rows];
        for (int row = 0; row < rows; row++) { values[row] = convert(all[(row * step) + first]); }
        return new ValueColumn<TOut>(name, values);
    }
}
