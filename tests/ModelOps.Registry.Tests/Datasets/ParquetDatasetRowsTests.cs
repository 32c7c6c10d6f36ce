using System.Globalization;
using ModelOps.Registry.Datasets;
using ModelOps.TestSupport;
using Parquet;
using Parquet.Schema;

namespace ModelOps.Registry.Tests.Datasets;

public sealed class ParquetDatasetRowsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task ReadRowsAsync_EveryKindOfValue_IsInvariantText()
    {
        using CultureScope culture = new();
        DataField<string> text = new("text", nullable: true);
        DataField<double?> number = new("number");
        DataField<float> single = new("single");
        DataField<long> whole = new("whole");
        DataField<bool?> truth = new("truth");
        DataField<DateTime?> time = new("time");
        DataField<byte[]> bytes = new("bytes");
        string path = _folder.File("a.parquet");
        await using (FileStream file = File.Create(path))
        {
            await using ParquetWriter writer = await ParquetWriter.CreateAsync(new ParquetSchema(text, number, single, whole, truth, time, bytes), file, cancellationToken: Cancellation);
            using ParquetRowGroupWriter group = writer.CreateRowGroup();
            await group.WriteAsync(text, (string[])["a,\"b\"\n", null!, ""]);
            await group.WriteAsync<double>(number, (double?[])[0.1, null, double.NaN], cancellationToken: Cancellation);
            await group.WriteAsync<float>(single, (float[])[1.5f, -2, 0.1f], cancellationToken: Cancellation);
            await group.WriteAsync<long>(whole, (long[])[1, long.MinValue, 0], cancellationToken: Cancellation);
            await group.WriteAsync<bool>(truth, (bool?[])[true, null, false], cancellationToken: Cancellation);
            await group.WriteAsync<DateTime>(time, (DateTime?[])[new(2026, 1, 2, 3, 4, 5, 678, DateTimeKind.Utc), null, DateTime.UnixEpoch], cancellationToken: Cancellation);
            await group.WriteAsync(bytes, (byte[][])[[1, 2], [], [255]]);
        }

        ParquetDatasetRows rows = new(path);

        Assert.Equal(["text", "number", "single", "whole", "truth", "time", "bytes"], await rows.ReadColumnsAsync(Cancellation));
        string?[][] read = await ReadAsync(rows);
        Assert.Equal(["a,\"b\"\n", "0.1", "1.5", "1", "true", "2026-01-02T03:04:05.678", "AQI="], read[0].Select(static v => v?.TrimEnd('Z')));
        Assert.Equal([null, null, "-2", "-9223372036854775808", null, null, ""], read[1]);
        Assert.Equal(["", "NaN", "0.1", "0", "false", "1970-01-01T00:00:00", "/w=="], read[2].Select(static v => v?.TrimEnd('Z')));
    }

    [Fact]
    public async Task CompareAsync_CsvAndParquetOfTheSame_DifferInNothing()
    {
        string csv = _folder.File("a.csv");
        await File.WriteAllTextAsync(csv, "id,sold\n" + string.Concat(Enumerable.Range(0, 1000).Select(static i => string.Create(CultureInfo.InvariantCulture, $"{i},{i / 4.0}\n"))), Cancellation);
        string before = await WriteAsync("b.parquet", 1000, rowsPerGroup: 300);
        string after = await WriteAsync("c.parquet", 1001, rowsPerGroup: 64, changed: 7);
        DatasetDiffOptions options = new() { KeyColumns = { "id" } };

        DatasetDiffReport same = await DatasetDiff.CompareAsync(new CsvDatasetRows(csv), new ParquetDatasetRows(before), options, Cancellation);
        DatasetDiffReport other = await DatasetDiff.CompareAsync(new ParquetDatasetRows(before), new ParquetDatasetRows(after), options, Cancellation);

        Assert.Equal((0L, 0L, 0L), (same.Added, same.Removed, same.Changed));
        Assert.Equal((1L, 0L, 1L), (other.Added, other.Removed, other.Changed));
        Assert.Equal(["7"], other.Samples.Single(static s => s.Kind == DatasetRowChangeKind.Changed).Key);
    }

    [Fact]
    public async Task ReadColumnsAsync_NestedOrRepeated_NamesTheColumn()
    {
        string list = _folder.File("list.parquet");
        await WriteSchemaAsync(list, new ParquetSchema(new DataField<int>("id"), new ListField("tags", new DataField<string>("item"))));
        string nested = _folder.File("struct.parquet");
        await WriteSchemaAsync(nested, new ParquetSchema(new StructField("address", new DataField<string>("street"))));

        Assert.Contains("Column 'tags' of the Parquet file is nested or repeated. Flatten it", (await Assert.ThrowsAsync<InvalidDataException>(() => new ParquetDatasetRows(list).ReadColumnsAsync(Cancellation))).Message, StringComparison.Ordinal);
        Assert.Contains("'address'", (await Assert.ThrowsAsync<InvalidDataException>(() => ReadAsync(new ParquetDatasetRows(nested)))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadRowsAsync_RowGroupBeyondTheLimit_IsRefusedBeforeItIsRead()
    {
        string path = await WriteAsync("a.parquet", 10_000, rowsPerGroup: 5_000);

        InvalidDataException error = await Assert.ThrowsAsync<InvalidDataException>(() => ReadAsync(new ParquetDatasetRows(path, maxRowGroupBytes: 60_000)));

        Assert.Contains("Row group 0 of the Parquet file cannot be read: it needs", error.Message, StringComparison.Ordinal);
        Assert.Equal(10_000, (await ReadAsync(new ParquetDatasetRows(path, maxRowGroupBytes: 1 << 20))).Length);
    }

    [Fact]
    public async Task ReadRowsAsync_NoParquetAndTruncated_SaysSo()
    {
        string path = await WriteAsync("a.parquet", 100, rowsPerGroup: 100);
        byte[] bytes = await File.ReadAllBytesAsync(path, Cancellation);

        foreach (byte[] damaged in (byte[][])[[], "PAR1"u8.ToArray(), "a,b\n1,2\n"u8.ToArray(), bytes[..^1], bytes[..(bytes.Length / 2)], bytes[10..]])
        {
            InvalidDataException error = await Assert.ThrowsAsync<InvalidDataException>(() => ReadAsync(new ParquetDatasetRows(_folder.Write("damaged", damaged))));
            Assert.DoesNotContain(_folder.Path, error.Message, StringComparison.Ordinal);
        }

        await Assert.ThrowsAsync<FileNotFoundException>(() => new ParquetDatasetRows(_folder.File("none")).ReadColumnsAsync(Cancellation));
    }

    [Fact]
    public async Task ReadRowsAsync_FlippedBytes_AreReadOrRefusedButNeverAnythingElse()
    {
        byte[] good = await File.ReadAllBytesAsync(await WriteAsync("a.parquet", 50, rowsPerGroup: 20), Cancellation);
        Random random = new(20260101);
        int refused = 0;
        for (int i = 0; i < 400; i++)
        {
            byte[] bad = [.. good];
            for (int flips = random.Next(1, 4); flips > 0; flips--) { bad[random.Next(bad.Length)] ^= (byte)(1 << random.Next(8)); }
            using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
            patience.CancelAfter(TimeSpan.FromMinutes(1));
            try { await ReadAsync(new ParquetDatasetRows(_folder.Write("bad.parquet", bad), maxRowGroupBytes: 16 << 20), patience.Token); }
            catch (InvalidDataException) { refused++; }
        }

        Assert.InRange(refused, 20, 400);
    }

    private async Task<string> WriteAsync(string name, int rows, int rowsPerGroup, int changed = -1)
    {
        DataField<int> id = new("id");
        DataField<double?> sold = new("sold");
        string path = _folder.File(name);
        await using FileStream file = File.Create(path);
        await using ParquetWriter writer = await ParquetWriter.CreateAsync(new ParquetSchema(id, sold), file, cancellationToken: Cancellation);
        foreach (int[] ids in Enumerable.Range(0, rows).Chunk(rowsPerGroup))
        {
            using ParquetRowGroupWriter group = writer.CreateRowGroup();
            await group.WriteAsync<int>(id, ids, cancellationToken: Cancellation);
            await group.WriteAsync<double>(sold, (double?[])[.. ids.Select(i => (double?)(i == changed ? -1 : i / 4.0))], cancellationToken: Cancellation);
        }

        return path;
    }

    private static async Task WriteSchemaAsync(string path, ParquetSchema schema)
    {
        await using FileStream file = File.Create(path);
        await using ParquetWriter writer = await ParquetWriter.CreateAsync(schema, file, cancellationToken: Cancellation);
    }

    private static Task<string?[][]> ReadAsync(ParquetDatasetRows rows) => ReadAsync(rows, Cancellation);

    private static async Task<string?[][]> ReadAsync(ParquetDatasetRows rows, CancellationToken cancellationToken)
    {
        List<string?[]> all = [];
        await foreach (IReadOnlyList<string?> row in rows.ReadRowsAsync(cancellationToken)) { all.Add([.. row]); }
        return [.. all];
    }

    private sealed class CultureScope : IDisposable
    {
        private readonly CultureInfo _before = CultureInfo.CurrentCulture;

        public CultureScope()
        {
            CultureInfo other = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            other.NumberFormat.NumberDecimalSeparator = ",";
            other.NumberFormat.NegativeSign = "~";
            CultureInfo.CurrentCulture = other;
        }

        public void Dispose() => CultureInfo.CurrentCulture = _before;
    }
}
