using ModelOps.Registry.AspNetCore.Mlflow.Artifacts;
using ModelOps.Registry.AspNetCore.Mlflow.Wire;

namespace ModelOps.Registry.AspNetCore.Mlflow.Endpoints;

/// <summary>Logged models: what was trained, before anyone registers it.</summary>
internal sealed class LoggedModelEndpoints(ITrackingStore store, ArtifactLister artifacts, LongValues values)
{
    public void Map(MlflowRoutes routes)
    {
        routes.Post("logged-models", CreateAsync);
        routes.Search("logged-models/search", SearchAsync);
        routes.Get("logged-models/{model_id}", GetAsync);
        routes.Patch("logged-models/{model_id}", FinalizeAsync);
        routes.Delete("logged-models/{model_id}", DeleteAsync);
        routes.Patch("logged-models/{model_id}/tags", SetTagsAsync);
        routes.Delete("logged-models/{model_id}/tags/{**tag_key}", DeleteTagAsync, MlflowPermission.Write);
        routes.Post("logged-models/{model_id}/params", LogParamsAsync);
        routes.Get("logged-models/{model_id}/artifacts/directories", ListArtifactsAsync);
    }

    private async Task CreateAsync(MlflowCall call)
    {
        LoggedModel model = await store.CreateLoggedModelAsync(
            new LoggedModelCreation
            {
                ExperimentId = call.Fields.Required("experiment_id"),
                Name = call.Fields.Text("name") is { Length: > 0 } name ? name : null,
                ModelType = call.Fields.Text("model_type") ?? string.Empty,
                SourceRunId = call.Fields.Text("source_run_id") is { Length: > 0 } run ? run : null,
                Tags = values.Tags(call.Fields),
                Params = values.Params(call.Fields),
            },
            call.Cancellation).ConfigureAwait(false);
        await AnswerAsync(call, model).ConfigureAwait(false);
    }

    private async Task GetAsync(MlflowCall call) =>
        await AnswerAsync(call, await store.GetLoggedModelAsync(Id(call), call.Cancellation).ConfigureAwait(false)).ConfigureAwait(false);

    private async Task FinalizeAsync(MlflowCall call)
    {
        LoggedModelStatus status = MlflowNames.LoggedModelStatusOf("status", call.Fields.Required("status"));
        LoggedModel model = await store.FinalizeLoggedModelAsync(Id(call), status, cancellationToken: call.Cancellation).ConfigureAwait(false);
        await AnswerAsync(call, model).ConfigureAwait(false);
    }

    private async Task DeleteAsync(MlflowCall call)
    {
        await store.DeleteLoggedModelAsync(Id(call), call.Cancellation).ConfigureAwait(false);
        await call.AnswerAsync().ConfigureAwait(false);
    }

    private async Task SetTagsAsync(MlflowCall call)
    {
        await store.SetLoggedModelTagsAsync(Id(call), values.Tags(call.Fields), call.Cancellation).ConfigureAwait(false);
        await call.AnswerAsync().ConfigureAwait(false);
    }

    private async Task DeleteTagAsync(MlflowCall call)
    {
        string key = call.Route("tag_key");
        if (!await store.DeleteLoggedModelTagAsync(Id(call), key, call.Cancellation).ConfigureAwait(false))
        {
            throw MlflowRefusedException.Missing($"No tag with key '{key}' found for model with ID '{Id(call)}'.");
        }

        await call.AnswerAsync().ConfigureAwait(false);
    }

    private async Task LogParamsAsync(MlflowCall call)
    {
        await store.LogModelParamsAsync(Id(call), values.Params(call.Fields), call.Cancellation).ConfigureAwait(false);
        await call.AnswerAsync().ConfigureAwait(false);
    }

    private async Task SearchAsync(MlflowCall call)
    {
        TrackingPage<LoggedModel> page = await store.SearchLoggedModelsAsync(
            new LoggedModelQuery
            {
                ExperimentIds = call.Fields.Texts("experiment_ids"),
                Filter = MlflowFilters.ParseLoggedModels(call.Fields.Text("filter")),
                Datasets = [.. call.Fields.Objects("datasets").Select(static d => new DatasetReference(d.Required("dataset_name"), d.Text("dataset_digest")))],
                OrderBy = [.. call.Fields.Objects("order_by").Select(ReadOrder)],
                PageSize = call.Fields.PageSize(50, TrackingLimits.MaxPageSize),
                PageToken = call.Fields.PageToken(),
            },
            call.Cancellation).ConfigureAwait(false);
        await call.AnswerAsync(writer =>
        {
            writer.WriteList("models"u8, page.Items, LoggedModelJson.Write);
            writer.WriteIfAny("next_page_token"u8, page.NextPageToken);
        }).ConfigureAwait(false);
    }

    private async Task ListArtifactsAsync(MlflowCall call)
    {
        LoggedModel model = await store.GetLoggedModelAsync(Id(call), call.Cancellation).ConfigureAwait(false);
        await artifacts.AnswerAsync(call, model.ArtifactUri, call.Fields.Text("artifact_directory_path")).ConfigureAwait(false);
    }

    private static TrackingOrder ReadOrder(MlflowFields order) =>
        MlflowFilters.ParseLoggedModelOrder(order.Required("field_name"), !order.Flag("ascending", otherwise: true)) with
        {
            DatasetName = order.Text("dataset_name"),
            DatasetDigest = order.Text("dataset_digest"),
        };

    private static string Id(MlflowCall call) => call.Route("model_id");

    private static Task AnswerAsync(MlflowCall call, LoggedModel model) => call.AnswerAsync(writer =>
    {
        writer.WriteStartObject("model"u8);
        LoggedModelJson.Write(writer, model);
        writer.WriteEndObject();
    });
}
