using System.Text.Json;
using ModelOps.Registry.Mlflow.Remote;
using ModelOps.Registry.Mlflow.Wire;

namespace ModelOps.Registry.Mlflow;

internal sealed partial class MlflowTrackingStore
{
    public async Task<LoggedModel> CreateLoggedModelAsync(LoggedModelCreation creation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(creation);
        return ReadModel(await TrackingCalls.ExperimentAsync(creation.ExperimentId, () => api.PostAsync("logged-models", writer =>
        {
            writer.WriteString("experiment_id", creation.ExperimentId);
            if (creation.Name is not null) { writer.WriteString("name", creation.Name); }
            if (creation.ModelType.Length > 0) { writer.WriteString("model_type", creation.ModelType); }
            if (creation.SourceRunId is not null) { writer.WriteString("source_run_id", creation.SourceRunId); }
            if (creation.Params.Count > 0) { WriteParams(writer, creation.Params); }
            if (creation.Tags.Count > 0) { MlflowJson.WritePairs(writer, "tags", creation.Tags); }
        }, mayRunTwice: false, cancellationToken)).ConfigureAwait(false));
    }

    public async Task<LoggedModel> GetLoggedModelAsync(string id, CancellationToken cancellationToken = default) =>
        ReadModel(await TrackingCalls.OfModelAsync(id, () => api.GetAsync(PathOf(id), cancellationToken)).ConfigureAwait(false));

    public async Task<LoggedModel> FinalizeLoggedModelAsync(
        string id, LoggedModelStatus status, string? message = null, CancellationToken cancellationToken = default) =>
        ReadModel(await ModelCallAsync(HttpMethod.Patch, id, "", writer =>
        {
            writer.WriteString("model_id", id);
            writer.WriteString("status", TrackingWire.Write(status));
            if (message is not null) { writer.WriteString("status_message", message); }
        }, cancellationToken).ConfigureAwait(false));

    public Task DeleteLoggedModelAsync(string id, CancellationToken cancellationToken = default) => ModelCallAsync(HttpMethod.Delete, id, "", static _ => { }, cancellationToken);

    public async Task<LoggedModel> SetLoggedModelTagsAsync(
        string id, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken = default)
    {
        await ModelCallAsync(HttpMethod.Patch, id, "/tags", writer => MlflowJson.WritePairs(writer, "tags", tags), cancellationToken).ConfigureAwait(false);
        return await GetLoggedModelAsync(id, cancellationToken).ConfigureAwait(false); // the original answers nothing
    }

    public async Task<bool> DeleteLoggedModelTagAsync(string id, string key, CancellationToken cancellationToken = default)
    {
        if (!(await GetLoggedModelAsync(id, cancellationToken).ConfigureAwait(false)).Tags.ContainsKey(key)) { return false; }
        await ModelCallAsync(HttpMethod.Delete, id, "/tags/" + Uri.EscapeDataString(key), static _ => { }, cancellationToken).ConfigureAwait(false);
        return true;
    }

    public async Task LogModelParamsAsync(string id, IReadOnlyList<RunParam> parameters, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        IReadOnlyDictionary<string, string> known = (await GetLoggedModelAsync(id, cancellationToken).ConfigureAwait(false)).Params;
        if (parameters.FirstOrDefault(p => known.TryGetValue(p.Key, out string? value) && value != p.Value) is { } changed) { throw new ParamConflictException(id, changed.Key); }
        await ModelCallAsync(HttpMethod.Post, id, "/params", writer => WriteParams(writer, parameters), cancellationToken).ConfigureAwait(false);
    }

    public async Task<TrackingPage<LoggedModel>> SearchLoggedModelsAsync(LoggedModelQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (query.ExperimentIds.Count == 0) { return new TrackingPage<LoggedModel>([]); }
        string? filter = FilterText.Write(query.Filter, "");
        JsonElement answer = await TrackingCalls.RunAsync(() => api.PostAsync("logged-models/search", writer =>
        {
            TrackingWire.WriteList(writer, "experiment_ids", query.ExperimentIds);
            if (filter is not null) { writer.WriteString("filter", filter); }
            WriteDatasets(writer, query.Datasets);
            writer.WriteNumber("max_results", query.PageSize);
            WriteOrder(writer, query.OrderBy);
            if (query.PageToken is not null) { writer.WriteString("page_token", query.PageToken); }
        }, mayRunTwice: true, cancellationToken)).ConfigureAwait(false);
        return Page(answer, "models", TrackingWire.LoggedModel);
    }

    private static void WriteDatasets(Utf8JsonWriter writer, IReadOnlyList<DatasetReference> datasets)
    {
        if (datasets.Count == 0) { return; }
        writer.WriteStartArray("datasets");
        foreach (DatasetReference dataset in datasets)
        {
            writer.WriteStartObject();
            writer.WriteString("dataset_name", dataset.Name);
            if (dataset.Digest is not null) { writer.WriteString("dataset_digest", dataset.Digest); }
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteOrder(Utf8JsonWriter writer, IReadOnlyList<TrackingOrder> orders)
    {
        if (orders.Count == 0) { return; }
        writer.WriteStartArray("order_by");
        foreach (TrackingOrder order in orders)
        {
            writer.WriteStartObject();
            writer.WriteString("field_name", order.Entity == TrackingEntity.Attribute ? order.Key : $"metrics.{order.Key}");
            writer.WriteBoolean("ascending", !order.Descending);
            if (order.DatasetName is not null) { writer.WriteString("dataset_name", order.DatasetName); }
            if (order.DatasetDigest is not null) { writer.WriteString("dataset_digest", order.DatasetDigest); }
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteParams(Utf8JsonWriter writer, IReadOnlyList<RunParam> parameters) =>
        MlflowJson.WritePairs(writer, "params", parameters.Select(static p => KeyValuePair.Create(p.Key, p.Value)));

    private Task<JsonElement> ModelCallAsync(HttpMethod method, string id, string below, Action<Utf8JsonWriter> body, CancellationToken cancellationToken) =>
        TrackingCalls.OfModelAsync(id, () => api.SendAsync(method, PathOf(id) + below, body, mayRunTwice: true, cancellationToken));

    private LoggedModel ReadModel(JsonElement answer) => TrackingWire.LoggedModel(MlflowJson.Find(answer, "model") ?? throw Incomplete("model"));

    private static string PathOf(string id) => "logged-models/" + Uri.EscapeDataString(id);
}
