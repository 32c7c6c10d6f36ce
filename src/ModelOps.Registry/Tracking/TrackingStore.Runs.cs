using ModelOps.Registry.Metadata;
using ModelOps.Registry.Tracking;
using ModelOps.Registry.Tracking.Tables;
using ModelOps.Registry.Tracking.Validation;

namespace ModelOps.Registry;

public sealed partial class TrackingStore
{
    /// <inheritdoc/>
    public Task<TrackingRun> CreateRunAsync(RunCreation creation, CancellationToken cancellationToken = default)
    {
        TrackingRules.Check(creation);
        string id = TrackingNames.NewRunId();
        string name = FirstOf(creation.Name, creation.Tags.GetValueOrDefault(TrackingNames.RunNameTag)) ?? TrackingNames.NewName();
        return WriteAsync(
            async c =>
            {
                ExperimentRow experiment = await Experiments.GetActiveAsync(c, creation.ExperimentId).ConfigureAwait(false);
                string uri = TrackingNames.Join(experiment.ArtifactLocation, $"{id}/artifacts");
                long startTime = creation.StartTime is { } time ? StoredTime.Of(time) : Now;
                string? first = await Runs.InsertAsync(c, id, experiment.Id, name, creation, startTime, uri).ConfigureAwait(false);
                if (first is not null) { return await ReadRunAsync(c, first).ConfigureAwait(false); }
                await RunLog.AppendAsync(c, id, RunStatus.Running).ConfigureAwait(false);
                await KeyValues.RunTags.SetAsync(c, id, creation.Tags).ConfigureAwait(false);
                await KeyValues.RunTags.SetAsync(c, id, TrackingNames.RunNameTag, name).ConfigureAwait(false);
                return await ReadRunAsync(c, id).ConfigureAwait(false);
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<TrackingRun> GetRunAsync(string id, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(id);
        return ReadAsync(c => ReadRunAsync(c, id), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<TrackingRun> UpdateRunAsync(RunUpdate update, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(update);
        new Findings().Text("The name of the run", update.Name, TrackingLimits.MaxNameLength).Throw();
        return ChangeRunAsync(
            update.RunId,
            async (c, _) =>
            {
                if (update.Status is { } status) { await Runs.SetStatusAsync(c, update.RunId, status).ConfigureAwait(false); }
                if (update.EndTime is { } end) { await Runs.SetEndTimeAsync(c, update.RunId, StoredTime.Of(end)).ConfigureAwait(false); }
                if (!string.IsNullOrEmpty(update.Name)) { await Runs.SetNameAsync(c, update.RunId, update.Name).ConfigureAwait(false); }
                return await ReadRunAsync(c, update.RunId).ConfigureAwait(false);
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task DeleteRunAsync(string id, CancellationToken cancellationToken = default) => SetRunStageAsync(id, isDeleted: true, cancellationToken);

    /// <inheritdoc/>
    public Task RestoreRunAsync(string id, CancellationToken cancellationToken = default) => SetRunStageAsync(id, isDeleted: false, cancellationToken);

    /// <inheritdoc/>
    public Task LogBatchAsync(RunBatch batch, CancellationToken cancellationToken = default)
    {
        TrackingRules.Check(batch);
        return ChangeRunAsync(
            batch.RunId,
            async (c, _) =>
            {
                foreach (string model in batch.Metrics.Select(static m => m.ModelId).OfType<string>().Distinct()) { await LoggedModels.RequireAsync(c, model).ConfigureAwait(false); }
                await KeyValues.RunParams.AddAsync(c, batch.RunId, batch.Params).ConfigureAwait(false);
                await Metrics.AppendAsync(c, batch.RunId, batch.Metrics).ConfigureAwait(false);
                foreach (RunTag tag in batch.Tags)
                {
                    await (tag.Key == TrackingNames.RunNameTag && tag.Value.Length > 0
                        ? Runs.SetNameAsync(c, batch.RunId, tag.Value)
                        : KeyValues.RunTags.SetAsync(c, batch.RunId, tag.Key, tag.Value)).ConfigureAwait(false);
                }

                return true;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<bool> DeleteRunTagAsync(string runId, string key, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        return ChangeRunAsync(runId, (c, _) => KeyValues.RunTags.DeleteAsync(c, runId, key), cancellationToken);
    }

    /// <inheritdoc/>
    public Task LogInputsAsync(RunInputs inputs, CancellationToken cancellationToken = default)
    {
        TrackingRules.Check(inputs);
        return ChangeRunAsync(
            inputs.RunId,
            async (c, experiment) =>
            {
                foreach (DatasetInput input in inputs.Datasets) { await RunDatasets.AddAsync(c, inputs.RunId, experiment, input).ConfigureAwait(false); }
                foreach (string model in inputs.Models)
                {
                    await LoggedModels.RequireAsync(c, model).ConfigureAwait(false);
                    await RunModels.AddAsync(c, inputs.RunId, isOutput: false, model, step: 0).ConfigureAwait(false);
                }

                return true;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task LogOutputsAsync(string runId, IReadOnlyList<RunModelOutput> outputs, CancellationToken cancellationToken = default)
    {
        TrackingRules.Check(outputs);
        return ChangeRunAsync(
            runId,
            async (c, _) =>
            {
                foreach (RunModelOutput output in outputs)
                {
                    await LoggedModels.RequireAsync(c, output.ModelId).ConfigureAwait(false);
                    await RunModels.AddAsync(c, runId, isOutput: true, output.ModelId, output.Step).ConfigureAwait(false);
                }

                return true;
            },
            cancellationToken);
    }

    /// <summary>Runs that took a status after a place in the log of them.</summary>
    internal async Task<IReadOnlyList<RunLogEntry>> ReadRunLogAsync(long after, int limit, CancellationToken cancellationToken) =>
        await ReadAsync(c => RunLog.ListAsync(c, after, limit), cancellationToken).ConfigureAwait(false);

    private Task SetRunStageAsync(string id, bool isDeleted, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(id);
        return WriteAsync(
            async c =>
            {
                if ((await Runs.GetAsync(c, id).ConfigureAwait(false)).IsDeleted != isDeleted) { await Runs.SetStageAsync(c, id, isDeleted).ConfigureAwait(false); }
                return true;
            },
            cancellationToken);
    }

    private Task<T> ChangeRunAsync<T>(string id, Func<Connection, long, Task<T>> change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(id);
        return WriteAsync(async c => await change(c, await Runs.GetActiveAsync(c, id).ConfigureAwait(false)).ConfigureAwait(false), cancellationToken);
    }

    private static async Task<TrackingRun> ReadRunAsync(Connection connection, string id) =>
        await Runs.ReadAsync(connection, [id]).ConfigureAwait(false) is [TrackingRun run] ? run : throw TrackingNotFoundException.Run(id);

    private static string? FirstOf(params ReadOnlySpan<string?> names)
    {
        foreach (string? name in names)
        {
            if (!string.IsNullOrEmpty(name)) { return name; }
        }

        return null;
    }
}
