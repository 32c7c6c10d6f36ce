using Parquet;
using Parquet.Schema;

namespace ModelOps.Jobs;

/// <summary>Columns to and from Parquet.</summary>
internal static class ParquetColumns
{
    public static async ValueTask<TableColumn> ReadAsync(ParquetRowGroupReader group, DataField field, CancellationToken cancellationToken)
    {
        Type type = Nullable.GetUnderlyingType(field.ClrType) ?? field.ClrType;
        if (type == typeof(string) || type == typeof(ReadOnlyMemory<char>))
        {
            string?[] texts = new string?[group.RowCount];
            await group.ReadAsync(field, texts.AsMemory(), null, cancellationToken).ConfigureAwait(false);
            return new TextColumn(field.Name, texts);
        }

        if (type == typeof(float)) { return await ReadAsync<float>(group, field, cancellationToken).ConfigureAwait(false); }
        if (type == typeof(double)) { return await ReadAsync<double>(group, field, cancellationToken).ConfigureAwait(false); }
        if (type == typeof(int)) { return await ReadAsync<int>(group, field, cancellationToken).ConfigureAwait(false); }
        if (type == typeof(long)) { return await ReadAsync<long>(group, field, cancellationToken).ConfigureAwait(false); }
        if (type == typeof(short)) { return await ReadAsync<short>(group, field, cancellationToken).ConfigureAwait(false); }
        if (type == typeof(byte)) { return await ReadAsync<byte>(group, field, cancellationToken).ConfigureAwait(false); }
        if (type == typeof(DateTime)) { return await ReadAsync<DateTime>(group, field, cancellationToken).ConfigureAwait(false); }
        if (type == typeof(bool)) { return await ReadTruthsAsync(group, field, cancellationToken).ConfigureAwait(false); }
        throw BatchScoringException.Input($"column '{field.Name}' is of type {type.Name}. Columns are texts, truth values, times, integers of 8 to 64 bits, or floating-point numbers.");
    }

    /// <summary>The field that holds a column; every one may have missing values.</summary>
    public static DataField Field(TableColumn column) => column switch
    {
        TextColumn => new DataField<string>(column.Name, nullable: true),
        ValueColumn<float> => new DataField<float?>(column.Name),
        ValueColumn<double> => new DataField<double?>(column.Name),
        ValueColumn<int> => new DataField<int?>(column.Name),
        ValueColumn<long> => new DataField<long?>(column.Name),
        ValueColumn<short> => new DataField<short?>(column.Name),
        ValueColumn<byte> => new DataField<byte?>(column.Name),
        ValueColumn<DateTime> => new DataField<DateTime?>(column.Name),
        _ => throw new NotSupportedException($"Column '{column.Name}' has no Parquet form."),
    };

    public static async ValueTask WriteAsync(ParquetRowGroupWriter group, DataField field, TableColumn column, CancellationToken cancellationToken)
    {
        switch (column)
        {
            case TextColumn text: await group.WriteAsync(field, text.Values!).ConfigureAwait(false); break;
            case ValueColumn<float> values: await WriteAsync(group, field, values, cancellationToken).ConfigureAwait(false); break;
            case ValueColumn<double> values: await WriteAsync(group, field, values, cancellationToken).ConfigureAwait(false); break;
            case ValueColumn<int> values: await WriteAsync(group, field, values, cancellationToken).ConfigureAwait(false); break;
            case ValueColumn<long> values: await WriteAsync(group, field, values, cancellationToken).ConfigureAwait(false); break;
            case ValueColumn<short> values: await WriteAsync(group, field, values, cancellationToken).ConfigureAwait(false); break;
            case ValueColumn<byte> values: await WriteAsync(group, field, values, cancellationToken).ConfigureAwait(false); break;
            case ValueColumn<DateTime> values: await WriteAsync(group, field, values, cancellationToken).ConfigureAwait(false); break;
            default: throw new NotSupportedException($"Column '{column.Name}' has no Parquet form.");
        }
    }

    private static async ValueTask<TableColumn> ReadAsync<T>(ParquetRowGroupReader group, DataField field, CancellationToken cancellationToken)
        where T : struct, IFormattable, IConvertible
    {
        T?[] values = new T?[group.RowCount];
        if (field.IsNullable)
        {
            await group.ReadAsync<T>(field, values.AsMemory(), null, cancellationToken).ConfigureAwait(false);
            return new ValueColumn<T>(field.Name, values);
        }

        T[] present = new T[group.RowCount];
        await group.ReadAsync<T>(field, present.AsMemory(), null, cancellationToken).ConfigureAwait(false);
        return new ValueColumn<T>(field.Name, Array.ConvertAll(present, static v => (T?)v));
    }

    /// <summary>Truth values are bytes from here on.</summary>
    private static async ValueTask<TableColumn> ReadTruthsAsync(ParquetRowGroupReader group, DataField field, CancellationToken cancellationToken)
    {
        bool?[] values = new bool?[group.RowCount];
        if (field.IsNullable)
        {
            await group.ReadAsync<bool>(field, values.AsMemory(), null, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            bool[] present = new bool[group.RowCount];
            await group.ReadAsync<bool>(field, present.AsMemory(), null, cancellationToken).ConfigureAwait(false);
            values = Array.ConvertAll(present, static v => (bool?)v);
        }

        return new ValueColumn<byte>(field.Name, Array.ConvertAll(values, static v => v is { } truth ? (byte?)(truth ? 1 : 0) : null));
    }

    private static Task WriteAsync<T>(ParquetRowGroupWriter group, DataField field, ValueColumn<T> column, CancellationToken cancellationToken)
        where T : struct, IFormattable, IConvertible =>
        group.WriteAsync<T>(field, (ReadOnlyMemory<T?>)column.Values, null, null, cancellationToken);
}
