using ModelOps.Registry.Metadata;
using ModelOps.Registry.Tracking.Filters;
using ModelOps.Registry.Tracking.Search;
using ModelOps.Registry.Tracking.Tables;
using ModelOps.Registry.Tracking.Validation;

namespace ModelOps.Registry;

public sealed partial class TrackingStore
{
    /// <inheritdoc/>
    public Task<TrackingPage<Experiment>> SearchExperimentsAsync(ExperimentQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        SearchRules.Check(SearchFields.Experiments, query.Filter, query.OrderBy, query.PageSize);
        return ReadAsync(
            async c =>
            {
                (List<long> ids, string? next) = await PageFinder.FindAsync<long>(
                    c, SearchTarget.Experiments, _ => [StageIn(query.View)], query.Filter, query.OrderBy, [], query.PageSize, query.PageToken).ConfigureAwait(false);
                return new TrackingPage<Experiment>(await Experiments.ReadAsync(c, ids).ConfigureAwait(false), next);
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<TrackingPage<TrackingRun>> SearchRunsAsync(RunQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        TrackingRules.CheckIds("Experiments", query.ExperimentIds, TrackingLimits.MaxQueryIds);
        SearchRules.Check(SearchFields.Runs, query.Filter, query.OrderBy, query.PageSize);
        return ReadAsync(
            async c =>
            {
                (List<string> ids, string? next) = await PageFinder.FindAsync<string>(
                    c,
                    SearchTarget.Runs,
                    sql => [InExperiments(sql, query.ExperimentIds), StageIn(query.View)],
                    query.Filter,
                    query.OrderBy,
                    [],
                    query.PageSize,
                    query.PageToken).ConfigureAwait(false);
                return new TrackingPage<TrackingRun>(await Runs.ReadAsync(c, ids).ConfigureAwait(false), next);
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<TrackingPage<LoggedModel>> SearchLoggedModelsAsync(LoggedModelQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        TrackingRules.CheckIds("Experiments", query.ExperimentIds, TrackingLimits.MaxQueryIds);
        new Findings().Count("Datasets", query.Datasets.Count, TrackingLimits.MaxFilterConditions).Throw();
        SearchRules.Check(SearchFields.LoggedModels, query.Filter, query.OrderBy, query.PageSize);
        return ReadAsync(
            async c =>
            {
                (List<string> ids, string? next) = await PageFinder.FindAsync<string>(
                    c,
                    SearchTarget.LoggedModels,
                    sql => [InExperiments(sql, query.ExperimentIds), StageIn(LifecycleView.ActiveOnly)],
                    query.Filter,
                    query.OrderBy,
                    query.Datasets,
                    query.PageSize,
                    query.PageToken).ConfigureAwait(false);
                return new TrackingPage<LoggedModel>(await LoggedModels.ReadAsync(c, ids).ConfigureAwait(false), next);
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<DatasetSummary>> SearchDatasetsAsync(IReadOnlyList<string> experimentIds, CancellationToken cancellationToken = default)
    {
        TrackingRules.CheckIds("Experiments", experimentIds, TrackingLimits.MaxQueryIds);
        return ReadAsync<IReadOnlyList<DatasetSummary>>(
            async c =>
            {
                List<DatasetSummary> found = [];
                foreach (long id in experimentIds.Select(Experiments.ParseId).OfType<long>().Distinct().Order())
                {
                    found.AddRange(await RunDatasets.SummarizeAsync(c, id, TrackingLimits.MaxInputs - found.Count).ConfigureAwait(false));
                }

                return found;
            },
            cancellationToken);
    }

    private static string InExperiments(SqlText sql, IReadOnlyList<string> ids)
    {
        object[] numbers = [.. ids.Select(Experiments.ParseId).OfType<long>()]; // what is no number names no experiment
        return numbers.Length == 0 ? "1 = 0" : $"e.experiment_id IN ({sql.AddAll(numbers)})";
    }

    private static string StageIn(LifecycleView view) => view switch
    {
        LifecycleView.ActiveOnly => "e.stage = 0",
        LifecycleView.DeletedOnly => "e.stage > 0",
        _ => "1 = 1",
    };
}
