using System.Text.Json;
using ModelOps.Registry.Mlflow.Remote;
using ModelOps.Registry.Mlflow.Wire;

namespace ModelOps.Registry.Mlflow;

/// <summary>An MLflow server as a tracking store of ours.</summary>
internal sealed partial class MlflowTrackingStore(MlflowApi api) : ITrackingStore
{
    private const string RunAttributes = "attributes.";

    public async Task<Experiment> CreateExperimentAsync(ExperimentCreation creation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(creation);
        try
        {
            JsonElement answer = await api.PostAsync("experiments/create", writer =>
            {
                writer.WriteString("name", creation.Name);
                if (creation.ArtifactLocation is not null) { writer.WriteString("artifact_location", creation.ArtifactLocation); }
                if (creation.Tags.Count > 0) { MlflowJson.WritePairs(writer, "tags", creation.Tags); }
            }, mayRunTwice: false, cancellationToken).ConfigureAwait(false);
            return await GetExperimentAsync(MlflowJson.Text(answer, "experiment_id") ?? throw Incomplete("experiment_id"), cancellationToken).ConfigureAwait(false);
        }
        catch (MlflowServerException error) when (error.ErrorCode == MlflowRefusal.Exists)
        {
            throw new ExperimentConflictException(
                creation.Name, await FindExperimentAsync(creation.Name, cancellationToken).ConfigureAwait(false) is { Stage: LifecycleStage.Deleted });
        }
        catch (MlflowServerException error) when (error.ErrorCode == MlflowRefusal.Invalid)
        {
            throw new TrackingRequestException(error.Message);
        }
    }

    public async Task<Experiment> GetExperimentAsync(string id, CancellationToken cancellationToken = default)
    {
        JsonElement answer = await TrackingCalls.ExperimentAsync(id, () => api.GetAsync("experiments/get", cancellationToken, ("experiment_id", id))).ConfigureAwait(false);
        return TrackingWire.Experiment(MlflowJson.Find(answer, "experiment") ?? throw Incomplete("experiment"));
    }

    public async Task<Experiment?> FindExperimentAsync(string name, CancellationToken cancellationToken = default)
    {
        try
        {
            JsonElement answer = await api.GetAsync("experiments/get-by-name", cancellationToken, ("experiment_name", name)).ConfigureAwait(false);
            return MlflowJson.Find(answer, "experiment") is { } found ? TrackingWire.Experiment(found) : null;
        }
        catch (MlflowServerException error) when (error.ErrorCode == MlflowRefusal.NotFound)
        {
            return null;
        }
    }

    public async Task<TrackingPage<Experiment>> SearchExperimentsAsync(ExperimentQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        string? filter = FilterText.Write(query.Filter, "");
        JsonElement answer = await TrackingCalls.RunAsync(() => api.PostAsync("experiments/search", writer =>
        {
            writer.WriteNumber("max_results", query.PageSize);
            if (query.PageToken is not null) { writer.WriteString("page_token", query.PageToken); }
            if (filter is not null) { writer.WriteString("filter", filter); }
            if (query.OrderBy.Count > 0) { TrackingWire.WriteList(writer, "order_by", query.OrderBy.Select(static o => FilterText.Write(o, ""))); }
            writer.WriteString("view_type", TrackingWire.Write(query.View));
        }, mayRunTwice: true, cancellationToken)).ConfigureAwait(false);
        return Page(answer, "experiments", TrackingWire.Experiment);
    }

    public Task RenameExperimentAsync(string id, string name, CancellationToken cancellationToken = default) => ChangeExperimentAsync("update", id, name, w => w.WriteString("new_name", name), cancellationToken);

    public Task DeleteExperimentAsync(string id, CancellationToken cancellationToken = default) => ChangeExperimentAsync("delete", id, id, static _ => { }, cancellationToken);

    public Task RestoreExperimentAsync(string id, CancellationToken cancellationToken = default) => ChangeExperimentAsync("restore", id, id, static _ => { }, cancellationToken);

    public Task SetExperimentTagAsync(string id, string key, string value, CancellationToken cancellationToken = default) => ChangeExperimentAsync("set-experiment-tag", id, id, writer =>
    {
        writer.WriteString("key", key);
        writer.WriteString("value", value);
    }, cancellationToken);

    public async Task<bool> DeleteExperimentTagAsync(string id, string key, CancellationToken cancellationToken = default)
    {
        if (!(await GetExperimentAsync(id, cancellationToken).ConfigureAwait(false)).Tags.ContainsKey(key)) { return false; }
        await ChangeExperimentAsync("delete-experiment-tag", id, id, writer => writer.WriteString("key", key), cancellationToken).ConfigureAwait(false);
        return true;
    }

    public async Task<IReadOnlyList<DatasetSummary>> SearchDatasetsAsync(IReadOnlyList<string> experimentIds, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(experimentIds);
        JsonElement answer = await TrackingCalls.RunAsync(() => api.PostAsync(
            "experiments/search-datasets", writer => TrackingWire.WriteList(writer, "experiment_ids", experimentIds), mayRunTwice: true, cancellationToken)).ConfigureAwait(false);
        return
        [
            .. MlflowJson.List(answer, "dataset_summaries").Select(static d => new DatasetSummary(
                MlflowJson.Text(d, "experiment_id") ?? "", MlflowJson.Text(d, "name") ?? "", MlflowJson.Text(d, "digest") ?? "", MlflowJson.Text(d, "context"))),
        ];
    }

    private async Task ChangeExperimentAsync(string call, string id, string name, Action<Utf8JsonWriter> body, CancellationToken cancellationToken)
    {
        try
        {
            await TrackingCalls.ExperimentAsync(id, () => api.PostAsync($"experiments/{call}", writer =>
            {
                writer.WriteString("experiment_id", id);
                body(writer);
            }, mayRunTwice: true, cancellationToken)).ConfigureAwait(false);
        }
        catch (MlflowServerException error) when (error.ErrorCode == MlflowRefusal.Exists)
        {
            throw new ExperimentConflictException(name, isDeleted: false);
        }
    }

    private static TrackingPage<T> Page<T>(JsonElement answer, string list, Func<JsonElement, T> read)
    {
        string? next = MlflowJson.Text(answer, "next_page_token");
        return new TrackingPage<T>([.. MlflowJson.List(answer, list).Select(read)], string.IsNullOrEmpty(next) ? null : next);
    }

    private MlflowServerException Incomplete(string field) => MlflowServerException.Unusable(api.Http.Server, $"it has no '{field}'");
}
