using System.Globalization;

namespace ModelOps.Jobs;

/// <summary>Scores files that may be larger than memory. A run that is killed goes on behind its last part when it is started again with the same options,
/// and ends with the same bytes; one that was done is not done again.</summary>
/// <param name="client">Answers the calls.</param>
/// <param name="timeProvider">The clock; null for the system's.</param>
/// <remarks>Thread-safe for runs with different outputs. Two runs at once with the same output are not: the queue of jobs sees to that, others must see to it themselves.</remarks>
public sealed class BatchScorer(IInferenceClient client, TimeProvider? timeProvider = null)
{
    private readonly TimeProvider _time = timeProvider ?? TimeProvider.System;

    /// <summary>Scores a file.</summary>
    /// <param name="options">What to score.</param>
    /// <param name="progress">Receives how far the run is, after each call of the model; null for nobody.</param>
    /// <param name="cancellationToken">Ends the run early; what is done stays done.</param>
    /// <returns>What the run came to.</returns>
    /// <exception cref="BatchScoringException">The input, a row, or the output is at fault; the message says what mends it.</exception>
    /// <exception cref="ModelOpsException">The model cannot be called.</exception>
    public async Task<BatchScoringReport> ScoreAsync(
        BatchScoringOptions options, IProgress<BatchScoringProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        BatchScoringRules.Check(options);
        if (!File.Exists(options.InputPath)) { throw BatchScoringException.Input("its file is not there. Correct the path."); }
        try
        {
            return await RunAsync(options, progress, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw BatchScoringException.Output("the system refuses. Free some space or give this process the right to write, and start the run again: it goes on where it was.", e);
        }
    }

    private async Task<BatchScoringReport> RunAsync(BatchScoringOptions options, IProgress<BatchScoringProgress>? progress, CancellationToken cancellationToken)
    {
        PartFolder parts = new(options);
        bool isResumed = parts.Open();
        if (parts.Finished is { } finished) { return finished with { IsResumed = true }; }
        if (!parts.IsMerged)
        {
            IReadOnlyList<string> names = await ScorePartsAsync(options, parts, progress, cancellationToken).ConfigureAwait(false);
            await PartMerger.MergeAsync(parts, names, cancellationToken).ConfigureAwait(false);
        }

        long rows = parts.Done.Sum(static p => p.Rows);
        long scored = parts.Done.Sum(static p => p.Scored);
        BatchScoringReport report = new(rows, scored, rows - scored, parts.Done.Find(static p => p.ModelVersion is not null)?.ModelVersion ?? string.Empty, isResumed);
        parts.Publish(report);
        return report;
    }

    private async Task<IReadOnlyList<string>> ScorePartsAsync(
        BatchScoringOptions options, PartFolder parts, IProgress<BatchScoringProgress>? progress, CancellationToken cancellationToken)
    {
        ITableReader reader = await TableFormat.OpenAsync(options.InputPath, cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            ModelMetadata metadata = await client.GetMetadataAsync(options.Model, cancellationToken).ConfigureAwait(false);
            IReadOnlyList<string> keep = Kept(options, reader.ColumnNames);
            using RowScorer scorer = new(client, options.Model, InputBinding.Create(metadata.Signature, options, reader.ColumnNames), options.BadRows, _time);
            scorer.Expect(parts.Done.Find(static p => p.ModelVersion is not null)?.ModelVersion);
            long before = parts.Done.Sum(static p => p.Rows);
            await reader.SkipAsync(before, cancellationToken).ConfigureAwait(false);
            PartScorer part = new(options, parts, reader, scorer, keep, new ProgressMeter(progress, reader, _time, before));
            while (await part.ScoreNextAsync(cancellationToken).ConfigureAwait(false)) { }
            return parts.Done.Find(static p => p.Columns is not null)?.Columns ?? [.. keep, .. metadata.Signature.Outputs.Select(static o => o.Name)];
        }
    }

    private static IReadOnlyList<string> Kept(BatchScoringOptions options, IReadOnlyList<string> table)
    {
        IReadOnlyList<string> keep = options.KeepColumns ?? table;
        return keep.FirstOrDefault(c => !table.Contains(c, StringComparer.Ordinal)) is { } missing
            ? throw BatchScoringException.Input(string.Create(CultureInfo.InvariantCulture, $"the table has no column '{missing}' to keep (it has {string.Join(", ", table.Take(50))})."))
            : keep;
    }
}
