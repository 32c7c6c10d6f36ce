using System.Globalization;
using Parquet;
using Parquet.Schema;

namespace ModelOps.Registry.Datasets;

/// <summary>One column of one row group, its values as invariant text. They become text when a row is asked for, not before.</summary>
internal static class ParquetColumn
{
    /// <exception cref="InvalidDataException">Values of its type have no text here.</exception>
    public static async ValueTask<Func<int, string?>> ReadAsync(ParquetRowGroupReader group, DataField field, int rows, CancellationToken cancellationToken)
    {
        Type type = Nullable.GetUnderlyingType(field.ClrType) ?? field.ClrType;
        if (type == typeof(string) || type == typeof(ReadOnlyMemory<char>))
        {
            string?[] texts = new string?[rows];
            await group.ReadAsync(field, texts.AsMemory(), null, cancellationToken).ConfigureAwait(false);
            return row => texts[row];
        }

        if (type == typeof(byte[]) || type == typeof(ReadOnlyMemory<byte>))
        {
            byte[]?[] bytes = new byte[]?[rows];
            await group.ReadAsync(field, bytes.AsMemory(), null, cancellationToken).ConfigureAwait(false);
            return row => bytes[row] is { } value ? Convert.ToBase64String(value) : null;
        }

        if (type == typeof(bool)) { return await ReadAsync<bool>(group, field, rows, static v => v ? "true" : "false", cancellationToken).ConfigureAwait(false); }
        if (type == typeof(DateTime)) { return await ReadAsync<DateTime>(group, field, rows, TextOf, cancellationToken).ConfigureAwait(false); }
        if (type == typeof(float)) { return await ReadAsync<float>(group, field, rows, static v => v.ToString("R", CultureInfo.InvariantCulture), cancellationToken).ConfigureAwait(false); }
        if (type == typeof(double)) { return await ReadAsync<double>(group, field, rows, static v => v.ToString("R", CultureInfo.InvariantCulture), cancellationToken).ConfigureAwait(false); }
        if (type == typeof(DateOnly)) { return await ReadAsync<DateOnly>(group, field, rows, static v => v.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), cancellationToken).ConfigureAwait(false); }
        if (type == typeof(TimeOnly)) { return await ReadAsync<TimeOnly>(group, field, rows, static v => v.ToString("HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture), cancellationToken).ConfigureAwait(false); }
        if (type == typeof(TimeSpan)) { return await ReadAsync<TimeSpan>(group, field, rows, static v => v.ToString("c", CultureInfo.InvariantCulture), cancellationToken).ConfigureAwait(false); }
        if (type == typeof(Guid)) { return await ReadAsync<Guid>(group, field, rows, static v => v.ToString("D"), cancellationToken).ConfigureAwait(false); }
        if (type == typeof(decimal)) { return await PlainAsync<decimal>(group, field, rows, cancellationToken).ConfigureAwait(false); }
        if (type == typeof(int)) { return await PlainAsync<int>(group, field, rows, cancellationToken).ConfigureAwait(false); }
        if (type == typeof(long)) { return await PlainAsync<long>(group, field, rows, cancellationToken).ConfigureAwait(false); }
        if (type == typeof(short)) { return await PlainAsync<short>(group, field, rows, cancellationToken).ConfigureAwait(false); }
        if (type == typeof(byte)) { return await PlainAsync<byte>(group, field, rows, cancellationToken).ConfigureAwait(false); }
        if (type == typeof(sbyte)) { return await PlainAsync<sbyte>(group, field, rows, cancellationToken).ConfigureAwait(false); }
        if (type == typeof(ushort)) { return await PlainAsync<ushort>(group, field, rows, cancellationToken).ConfigureAwait(false); }
        if (type == typeof(uint)) { return await PlainAsync<uint>(group, field, rows, cancellationToken).ConfigureAwait(false); }
        if (type == typeof(ulong)) { return await PlainAsync<ulong>(group, field, rows, cancellationToken).ConfigureAwait(false); }
        throw new InvalidDataException($"Column '{field.Name}' of the Parquet file is of type {type.Name}, which has no text here. Leave it out, or store it as a text, a number, a truth value, bytes or a time.");
    }

    private static ValueTask<Func<int, string?>> PlainAsync<T>(ParquetRowGroupReader group, DataField field, int rows, CancellationToken cancellationToken)
        where T : struct, IFormattable => ReadAsync<T>(group, field, rows, static v => v.ToString(null, CultureInfo.InvariantCulture), cancellationToken);

    private static async ValueTask<Func<int, string?>> ReadAsync<T>(ParquetRowGroupReader group, DataField field, int rows, Func<T, string> text, CancellationToken cancellationToken)
        where T : struct
    {
        if (field.IsNullable)
        {
            T?[] values = new T?[rows];
            await group.ReadAsync<T>(field, values.AsMemory(), null, cancellationToken).ConfigureAwait(false);
            return row => values[row] is { } value ? text(value) : null;
        }

        T[] present = new T[rows];
        await group.ReadAsync<T>(field, present.AsMemory(), null, cancellationToken).ConfigureAwait(false);
        return row => text(present[row]);
    }

    // A time that is not marked as UTC gets no zone: what this machine's would be says nothing about the data.
    private static string TextOf(DateTime value) =>
        value.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture) + (value.Kind == DateTimeKind.Utc ? "Z" : "");
}
