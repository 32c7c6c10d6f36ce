using System.Text;
using Parquet;
using Parquet.Schema;

namespace ModelOps.Jobs;

/// <summary>Makes one file of the parts, a part in memory at a time.</summary>
internal static class PartMerger
{
    public static async Task MergeAsync(PartFolder parts, IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        if (parts.Done.Exists(static p => p.Scored < p.Rows))
        {
            await JoinAsync(parts.MergedErrorsPath, "row,reason\n", Enumerable.Range(0, parts.Done.Count).Select(parts.ErrorPath), cancellationToken).ConfigureAwait(false);
        }

        IEnumerable<string> files = Enumerable.Range(0, parts.Done.Count).Where(i => parts.Done[i].Scored > 0).Select(parts.DataPath);
        if (Path.GetExtension(parts.MergedPath) == TableFormat.Csv) { await JoinAsync(parts.MergedPath, CsvTable.Header(names), files, cancellationToken).ConfigureAwait(false); }
        else { await MergeParquetAsync(parts.MergedPath, names, files, cancellationToken).ConfigureAwait(false); }
    }

    private static async Task JoinAsync(string target, string header, IEnumerable<string> files, CancellationToken cancellationToken)
    {
        FileStream output = new(target, FileMode.Create, FileAccess.Write);
        await using (output.ConfigureAwait(false))
        {
            await output.WriteAsync(Encoding.UTF8.GetBytes(header), cancellationToken).ConfigureAwait(false);
            foreach (string file in files.Where(File.Exists))
            {
                FileStream input = File.OpenRead(file);
                await using (input.ConfigureAwait(false)) { await input.CopyToAsync(output, cancellationToken).ConfigureAwait(false); }
            }

            output.Flush(flushToDisk: true);
        }
    }

    private static async Task MergeParquetAsync(string target, IReadOnlyList<string> names, IEnumerable<string> files, CancellationToken cancellationToken)
    {
        FileStream output = new(target, FileMode.Create, FileAccess.ReadWrite);
        await using (output.ConfigureAwait(false))
        {
            ParquetWriter? writer = null;
            DataField[] fields = [];
            foreach (string file in files)
            {
                ITableReader reader = await TableFormat.OpenAsync(file, cancellationToken).ConfigureAwait(false);
                await using (reader.ConfigureAwait(false))
                {
                    TableChunk chunk = await reader.ReadAsync(int.MaxValue, cancellationToken).ConfigureAwait(false);
                    if (writer is null)
                    {
                        fields = [.. chunk.Columns.Select(ParquetColumns.Field)];
                        writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields), output, null, false, cancellationToken).ConfigureAwait(false);
                    }

                    await WriteGroupAsync(writer, fields, chunk.Columns, cancellationToken).ConfigureAwait(false);
                }
            }

            writer ??= await ParquetWriter.CreateAsync(
                new ParquetSchema([.. names.Select(static n => new DataField<string>(n, nullable: true))]), output, null, false, cancellationToken).ConfigureAwait(false);
            await writer.DisposeAsync().ConfigureAwait(false);
            output.Flush(flushToDisk: true);
        }
    }

    public static async Task WriteParquetAsync(string path, IReadOnlyList<TableColumn> columns, CancellationToken cancellationToken)
    {
        FileStream output = new(path, FileMode.Create, FileAccess.ReadWrite);
        await using (output.ConfigureAwait(false))
        {
            DataField[] fields = [.. columns.Select(ParquetColumns.Field)];
            ParquetWriter writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields), output, null, false, cancellationToken).ConfigureAwait(false);
            await using (writer.ConfigureAwait(false)) { await WriteGroupAsync(writer, fields, columns, cancellationToken).ConfigureAwait(false); }
            output.Flush(flushToDisk: true);
        }
    }

    private static async Task WriteGroupAsync(ParquetWriter writer, DataField[] fields, IReadOnlyList<TableColumn> columns, CancellationToken cancellationToken)
    {
        using ParquetRowGroupWriter group = writer.CreateRowGroup();
        for (int i = 0; i < fields.Length; i++) { await ParquetColumns.WriteAsync(group, fields[i], columns[i], cancellationToken).ConfigureAwait(false); }
        group.CompleteValidate();
    }
}
