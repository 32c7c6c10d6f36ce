using System.Globalization;
using System.Text.Json;
using ModelOps.Registry.Mlflow.Remote;
using ModelOps.Registry.Mlflow.Wire;

namespace ModelOps.Registry.Mlflow;

internal sealed partial class MlflowTrackingStore
{
    private const string ConflictWords = "Changing param values is not allowed";

    /// <inheritdoc/>
    /// <remarks>MLflow has no idempotency keys: the key is kept as a tag and looked for first. Two calls at the same time can both make a run.</remarks>
    public async Task<TrackingRun> CreateRunAsync(RunCreation creation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(creation);
        if (creation.IdempotencyKey is { } key && await FindRunAsync(creation.ExperimentId, key, cancellationToken).ConfigureAwait(false) is { } first) { return first; }
        Dictionary<string, string> tags = new(creation.Tags, StringComparer.Ordinal);
        if (creation.IdempotencyKey is not null) { tags[VersionTags.Key] = creation.IdempotencyKey; }
        if (creation.Name is not null) { tags.TryAdd("mlflow.runName", creation.Name); }
        if (creation.UserId.Length > 0) { tags.TryAdd("mlflow.user", creation.UserId); }
        JsonElement answer = await TrackingCalls.ExperimentAsync(creation.ExperimentId, () => api.PostAsync("runs/create", writer =>
        {
            writer.WriteString("experiment_id", creation.ExperimentId);
            if (creation.UserId.Length > 0) { writer.WriteString("user_id", creation.UserId); }
            if (creation.Name is not null) { writer.WriteString("run_name", creation.Name); }
            writer.WriteNumber("start_time", (creation.StartTime ?? api.Http.Now).ToUnixTimeMilliseconds());
            MlflowJson.WritePairs(writer, "tags", tags);
        }, mayRunTwice: false, cancellationToken)).ConfigureAwait(false);
        return TrackingWire.Run(MlflowJson.Find(answer, "run") ?? throw Incomplete("run"));
    }

    public async Task<TrackingRun> GetRunAsync(string id, CancellationToken cancellationToken = default)
    {
        JsonElement answer = await TrackingCalls.OfRunAsync(id, () => api.GetAsync("runs/get", cancellationToken, ("run_uuid", id), ("run_id", id))).ConfigureAwait(false);
        return TrackingWire.Run(MlflowJson.Find(answer, "run") ?? throw Incomplete("run"));
    }

    public async Task<TrackingRun> UpdateRunAsync(RunUpdate update, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(update);
        await RunCallAsync("update", update.RunId, writer =>
        {
            if (update.Status is { } status) { writer.WriteString("status", status.ToString().ToUpperInvariant()); }
            if (update.EndTime is { } end) { writer.WriteNumber("end_time", end.ToUnixTimeMilliseconds()); }
            if (update.Name is not null) { writer.WriteString("run_name", update.Name); }
        }, cancellationToken).ConfigureAwait(false);
        return await GetRunAsync(update.RunId, cancellationToken).ConfigureAwait(false);
    }

    public Task DeleteRunAsync(string id, CancellationToken cancellationToken = default) => RunCallAsync("delete", id, static _ => { }, cancellationToken);

    public Task RestoreRunAsync(string id, CancellationToken cancellationToken = default) => RunCallAsync("restore", id, static _ => { }, cancellationToken);

    public async Task LogBatchAsync(RunBatch batch, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        try
        {
            await RunCallAsync("log-batch", batch.RunId, writer =>
            {
                writer.WriteStartArray("metrics");
                foreach (RunMetric metric in batch.Metrics)
                {
                    writer.WriteStartObject();
                    TrackingWire.WriteMetric(writer, metric);
                    writer.WriteString("run_id", batch.RunId);
                    writer.WriteEndObject();
                }

                writer.WriteEndArray();
                MlflowJson.WritePairs(writer, "params", batch.Params.Select(static p => KeyValuePair.Create(p.Key, p.Value)));
                MlflowJson.WritePairs(writer, "tags", batch.Tags.Select(static t => KeyValuePair.Create(t.Key, t.Value)));
            }, cancellationToken).ConfigureAwait(false);
        }
        catch (TrackingRequestException error) when (error.Message.Contains(ConflictWords, StringComparison.Ordinal) || error.Message.Contains("another value", StringComparison.Ordinal))
        {
            IReadOnlyDictionary<string, string> known = (await GetRunAsync(batch.RunId, cancellationToken).ConfigureAwait(false)).Params;
            throw new ParamConflictException(batch.RunId, batch.Params.FirstOrDefault(p => known.TryGetValue(p.Key, out string? value) && value != p.Value)?.Key ?? batch.Params[0].Key);
        }
    }

    public async Task<bool> DeleteRunTagAsync(string runId, string key, CancellationToken cancellationToken = default)
    {
        if (!(await GetRunAsync(runId, cancellationToken).ConfigureAwait(false)).Tags.ContainsKey(key)) { return false; }
        await RunCallAsync("delete-tag", runId, writer => writer.WriteString("key", key), cancellationToken).ConfigureAwait(false);
        return true;
    }

    public Task LogInputsAsync(RunInputs inputs, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return RunCallAsync("log-inputs", inputs.RunId, writer =>
        {
            writer.WriteStartArray("datasets");
            foreach (DatasetInput dataset in inputs.Datasets) { TrackingWire.WriteDataset(writer, dataset); }
            writer.WriteEndArray();
            WriteModels(writer, inputs.Models.Select(static id => new RunModelOutput(id, 0)), hasSteps: false);
        }, cancellationToken);
    }

    public Task LogOutputsAsync(string runId, IReadOnlyList<RunModelOutput> outputs, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        return RunCallAsync("outputs", runId, writer => WriteModels(writer, outputs, hasSteps: true), cancellationToken);
    }

    public async Task<TrackingPage<TrackingRun>> SearchRunsAsync(RunQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (query.ExperimentIds.Count == 0) { return new TrackingPage<TrackingRun>([]); }
        string? filter = FilterText.Write(query.Filter, RunAttributes);
        JsonElement answer = await TrackingCalls.RunAsync(() => api.PostAsync("runs/search", writer =>
        {
            TrackingWire.WriteList(writer, "experiment_ids", query.ExperimentIds);
            if (filter is not null) { writer.WriteString("filter", filter); }
            writer.WriteString("run_view_type", TrackingWire.Write(query.View));
            writer.WriteNumber("max_results", query.PageSize);
            if (query.OrderBy.Count > 0) { TrackingWire.WriteList(writer, "order_by", query.OrderBy.Select(static o => FilterText.Write(o, RunAttributes))); }
            if (query.PageToken is not null) { writer.WriteString("page_token", query.PageToken); }
        }, mayRunTwice: true, cancellationToken)).ConfigureAwait(false);
        return Page(answer, "runs", TrackingWire.Run);
    }

    public async Task<TrackingPage<RunMetric>> GetMetricHistoryAsync(MetricHistoryQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        JsonElement answer = await TrackingCalls.OfRunAsync(query.RunId, () => api.GetAsync(
            "metrics/get-history",
            cancellationToken,
            ("run_uuid", query.RunId),
            ("metric_key", query.Key),
            ("run_id", query.RunId),
            ("max_results", query.PageSize.ToString(CultureInfo.InvariantCulture)),
            ("page_token", query.PageToken))).ConfigureAwait(false);
        TrackingPage<RunMetric> page = Page(answer, "metrics", TrackingWire.Metric);
        return page with { Items = [.. page.Items.OrderBy(static m => m.Step).ThenBy(static m => m.Timestamp).ThenBy(static m => m.Value)] };
    }

    public async Task<IReadOnlyList<RunMetricPoint>> GetMetricIntervalAsync(MetricIntervalQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        JsonElement answer = await TrackingCalls.RunAsync(() => api.GetAsync(
            "metrics/get-history-bulk-interval",
            cancellationToken,
            [
                .. query.RunIds.Select(static id => ("run_ids", (string?)id)),
                ("metric_key", query.Key),
                ("start_step", query.StartStep?.ToString(CultureInfo.InvariantCulture)),
                ("end_step", query.EndStep?.ToString(CultureInfo.InvariantCulture)),
                ("max_results", query.MaxResults.ToString(CultureInfo.InvariantCulture)),
            ])).ConfigureAwait(false);
        return [.. MlflowJson.List(answer, "metrics").Select(static m => new RunMetricPoint(MlflowJson.Text(m, "run_id") ?? "", TrackingWire.Metric(m)))];
    }

    private async Task<TrackingRun?> FindRunAsync(string experimentId, string key, CancellationToken cancellationToken)
    {
        TrackingPage<TrackingRun> page = await SearchRunsAsync(new RunQuery
        {
            ExperimentIds = [experimentId],
            View = LifecycleView.All,
            Filter = new TrackingFilter(TrackingCondition.OfText(TrackingEntity.Tag, VersionTags.Key, TrackingOperator.Equal, key)),
            OrderBy = [new TrackingOrder(TrackingEntity.Attribute, TrackingAttributes.StartTime)],
            PageSize = 1,
        }, cancellationToken).ConfigureAwait(false);
        return page.Items.Count > 0 ? page.Items[0] : null;
    }

    private Task<JsonElement> RunCallAsync(string call, string id, Action<Utf8JsonWriter> body, CancellationToken cancellationToken) =>
        TrackingCalls.OfRunAsync(id, () => api.PostAsync($"runs/{call}", writer =>
        {
            writer.WriteString("run_id", id);
            body(writer);
        }, mayRunTwice: true, cancellationToken));

    private static void WriteModels(Utf8JsonWriter writer, IEnumerable<RunModelOutput> models, bool hasSteps)
    {
        writer.WriteStartArray("models");
        foreach (RunModelOutput model in models)
        {
            writer.WriteStartObject();
            writer.WriteString("model_id", model.ModelId);
            if (hasSteps) { writer.WriteNumber("step", model.Step); }
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
