using ModelOps.Registry.AspNetCore.Mlflow.Wire;

namespace ModelOps.Registry.AspNetCore.Mlflow.Endpoints;

/// <summary>Runs: their life and their search.</summary>
internal sealed class RunEndpoints(ITrackingStore store, LongValues values)
{
    public void Map(MlflowRoutes routes)
    {
        routes.Post("runs/create", CreateAsync);
        routes.Post("runs/update", UpdateAsync);
        routes.Get("runs/get", GetAsync);
        routes.Search("runs/search", SearchAsync);
        routes.Post("runs/delete", DeleteAsync, MlflowPermission.Manage);
        routes.Post("runs/restore", RestoreAsync, MlflowPermission.Manage);
    }

    private async Task CreateAsync(MlflowCall call)
    {
        TrackingRun run = await store.CreateRunAsync(
            new RunCreation
            {
                ExperimentId = call.Fields.Text("experiment_id") is { Length: > 0 } experiment ? experiment : "0",
                Name = call.Fields.Text("run_name") is { Length: > 0 } name ? name : null,
                UserId = call.Fields.Text("user_id") ?? string.Empty,
                StartTime = call.Fields.Time("start_time"),
                Tags = values.Tags(call.Fields),
                IdempotencyKey = call.IdempotencyKey,
            },
            call.Cancellation).ConfigureAwait(false);
        await AnswerAsync(call, run).ConfigureAwait(false);
    }

    private async Task UpdateAsync(MlflowCall call)
    {
        TrackingRun run = await store.UpdateRunAsync(
            new RunUpdate
            {
                RunId = call.Fields.RunId(),
                Status = MlflowNames.RunStatusOf("status", call.Fields.Text("status")),
                EndTime = call.Fields.Time("end_time"),
                Name = call.Fields.Text("run_name") is { Length: > 0 } name ? name : null,
            },
            call.Cancellation).ConfigureAwait(false);
        await call.AnswerAsync(writer =>
        {
            writer.WriteStartObject("run_info"u8);
            RunJson.WriteInfo(writer, run);
            writer.WriteEndObject();
        }).ConfigureAwait(false);
    }

    private async Task GetAsync(MlflowCall call) =>
        await AnswerAsync(call, await store.GetRunAsync(call.Fields.RunId(), call.Cancellation).ConfigureAwait(false)).ConfigureAwait(false);

    private async Task SearchAsync(MlflowCall call)
    {
        TrackingPage<TrackingRun> page = await store.SearchRunsAsync(
            new RunQuery
            {
                ExperimentIds = call.Fields.Texts("experiment_ids"),
                View = MlflowNames.ViewOf("run_view_type", call.Fields.Text("run_view_type")),
                Filter = MlflowFilters.ParseRuns(call.Fields.Text("filter")),
                OrderBy = MlflowFilters.ParseRunOrder(call.Fields.Texts("order_by")),
                PageSize = call.Fields.PageSize(1000, TrackingLimits.MaxPageSize),
                PageToken = call.Fields.PageToken(),
            },
            call.Cancellation).ConfigureAwait(false);
        await call.AnswerAsync(writer =>
        {
            writer.WriteList("runs"u8, page.Items, RunJson.WriteRun);
            writer.WriteIfAny("next_page_token"u8, page.NextPageToken);
        }).ConfigureAwait(false);
    }

    private async Task DeleteAsync(MlflowCall call)
    {
        await store.DeleteRunAsync(call.Fields.RunId(), call.Cancellation).ConfigureAwait(false);
        await call.AnswerAsync().ConfigureAwait(false);
    }

    private async Task RestoreAsync(MlflowCall call)
    {
        await store.RestoreRunAsync(call.Fields.RunId(), call.Cancellation).ConfigureAwait(false);
        await call.AnswerAsync().ConfigureAwait(false);
    }

    private static Task AnswerAsync(MlflowCall call, TrackingRun run) => call.AnswerAsync(writer =>
    {
        writer.WriteStartObject("run"u8);
        RunJson.WriteRun(writer, run);
        writer.WriteEndObject();
    });
}
