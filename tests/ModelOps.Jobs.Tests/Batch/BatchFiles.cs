using System.Globalization;
using System.Text;
using Parquet;
using Parquet.Schema;

namespace ModelOps.Jobs.Tests.Batch;

/// <summary>Inputs of runs.</summary>
internal static class BatchFiles
{
    /// <summary>Columns <c>id</c> (a text with what CSV finds hard), <c>a</c>, <c>b</c>. Some rows are bad: a text for a number, or a sum below zero.</summary>
    public static void WriteCsv(string path, int rows, int seed)
    {
        Random random = new(seed);
        StringBuilder text = new("\uFEFFid,a,b\n");
        for (int i = 0; i < rows; i++)
        {
            string id = (i % 7) switch { 0 => $"\"row, {i}\"", 1 => $"\"say \"\"{i}\"\"\"", 2 => $"\"two\nlines {i}\"", _ => $"r{i}" };
            string a = i % 41 == 40 ? "none" : i % 97 == 96 ? "-1000" : random.Next(100).ToString(CultureInfo.InvariantCulture);
            text.Append(CultureInfo.InvariantCulture, $"{id},{a},{random.NextDouble():R}\n");
        }

        File.WriteAllText(path, text.ToString());
    }

    public static async Task WriteParquetAsync(string path, int rows, int seed, int rowsPerGroup)
    {
        Random random = new(seed);
        DataField<string> id = new("id", nullable: true);
        DataField<long> a = new("a");
        DataField<double?> b = new("b");
        await using FileStream file = File.Create(path);
        await using ParquetWriter writer = await ParquetWriter.CreateAsync(new ParquetSchema(id, a, b), file);
        for (int from = 0; from < rows; from += rowsPerGroup)
        {
            int count = Math.Min(rowsPerGroup, rows - from);
            using ParquetRowGroupWriter group = writer.CreateRowGroup();
            await group.WriteAsync(id, (string[])[.. Enumerable.Range(from, count).Select(static i => $"r{i}")]);
            await group.WriteAsync<long>(a, (long[])[.. Enumerable.Range(from, count).Select(i => i % 97 == 96 ? -1000 : random.NextInt64(100))]);
            await group.WriteAsync<double>(b, (double?[])[.. Enumerable.Range(from, count).Select(_ => (double?)random.NextDouble())]);
        }
    }
}
