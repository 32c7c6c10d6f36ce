namespace ModelOps.Jobs;

/// <summary>What the options of a run must fulfil.</summary>
internal static class BatchScoringRules
{
    private const int MostPerCall = 1_000_000;
    private const int MostPerPart = 10_000_000;

    /// <exception cref="BatchScoringException">They do not.</exception>
    public static void Check(BatchScoringOptions options)
    {
        TableFormat.Of(options.InputPath);
        TableFormat.Of(options.OutputPath);
        if (Path.GetFullPath(options.InputPath) == Path.GetFullPath(options.OutputPath)) { throw BatchScoringException.Input("it is the output too. Name another file for the output."); }
        if (options.RowsPerCall is < 1 or > MostPerCall) { throw BatchScoringException.Input($"{nameof(options.RowsPerCall)} is {options.RowsPerCall}. Use 1 to {MostPerCall}."); }
        if (options.RowsPerPart < options.RowsPerCall || options.RowsPerPart > MostPerPart)
        {
            throw BatchScoringException.Input($"{nameof(options.RowsPerPart)} is {options.RowsPerPart}. Use {options.RowsPerCall} to {MostPerPart}.");
        }
    }
}
