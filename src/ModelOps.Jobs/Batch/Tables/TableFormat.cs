namespace ModelOps.Jobs;

/// <summary>Knows a table's format by the name of its file.</summary>
internal static class TableFormat
{
    public const string Csv = ".csv";
    public const string Parquet = ".parquet";

    public static string Of(string path) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        Csv => Csv,
        Parquet => Parquet,
        string other => throw BatchScoringException.Input($"files end in '{Csv}' or '{Parquet}', not in '{other}'. Name one of these."),
    };

    public static async ValueTask<ITableReader> OpenAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return Of(path) == Csv ? CsvTableReader.Open(path) : await ParquetTableReader.OpenAsync(path, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw BatchScoringException.Input("its file is not there. Correct the path.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException or ArgumentException)
        {
            throw BatchScoringException.Input("its file cannot be read, or is damaged. See the inner error.", e);
        }
    }
}
