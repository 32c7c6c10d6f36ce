using ModelOps.Registry.AspNetCore.Mlflow.Wire;

namespace ModelOps.Registry.AspNetCore.Mlflow.Endpoints;

/// <summary>Experiments.</summary>
internal sealed class ExperimentEndpoints(ITrackingStore store)
{
    public void Map(MlflowRoutes routes)
    {
        routes.Post("experiments/create", CreateAsync);
        routes.Get("experiments/get", GetAsync);
        routes.Get("experiments/get-by-name", GetByNameAsync);
        routes.Search("experiments/search", SearchAsync);
        routes.Post("experiments/update", UpdateAsync);
        routes.Post("experiments/delete", DeleteAsync, MlflowPermission.Manage);
        routes.Post("experiments/restore", RestoreAsync, MlflowPermission.Manage);
        routes.Post("experiments/set-experiment-tag", SetTagAsync);
        routes.Post("experiments/delete-experiment-tag", DeleteTagAsync);
        routes.Search("experiments/search-datasets", SearchDatasetsAsync);
    }

    private async Task CreateAsync(MlflowCall call)
    {
        Experiment experiment = await store.CreateExperimentAsync(
            new ExperimentCreation
            {
                Name = call.Fields.Required("name"),
                ArtifactLocation = call.Fields.Text("artifact_location") is { Length: > 0 } location ? location : null,
                Tags = call.Fields.Pairs("tags"),
            },
            call.Cancellation).ConfigureAwait(false);
        await call.AnswerAsync(writer => writer.WriteString("experiment_id"u8, experiment.Id)).ConfigureAwait(false);
    }

    private async Task GetAsync(MlflowCall call) =>
        await AnswerAsync(call, await store.GetExperimentAsync(call.Fields.Required("experiment_id"), call.Cancellation).ConfigureAwait(false)).ConfigureAwait(false);

    private async Task GetByNameAsync(MlflowCall call)
    {
        string name = call.Fields.Required("experiment_name");
        Experiment? experiment = await store.FindExperimentAsync(name, call.Cancellation).ConfigureAwait(false);
        await AnswerAsync(call, experiment ?? throw MlflowRefusedException.Missing($"Could not find experiment with name '{name}'")).ConfigureAwait(false);
    }

    private async Task SearchAsync(MlflowCall call)
    {
        TrackingPage<Experiment> page = await store.SearchExperimentsAsync(
            new ExperimentQuery
            {
                View = MlflowNames.ViewOf("view_type", call.Fields.Text("view_type")),
                Filter = MlflowFilters.ParseExperiments(call.Fields.Text("filter")),
                OrderBy = MlflowFilters.ParseExperimentOrder(call.Fields.Texts("order_by")),
                PageSize = call.Fields.PageSize(1000, TrackingLimits.MaxPageSize),
                PageToken = call.Fields.PageToken(),
            },
            call.Cancellation).ConfigureAwait(false);
        await call.AnswerAsync(writer =>
        {
            writer.WriteList("experiments"u8, page.Items, RunJson.WriteExperiment);
            writer.WriteIfAny("next_page_token"u8, page.NextPageToken);
        }).ConfigureAwait(false);
    }

    private async Task UpdateAsync(MlflowCall call)
    {
        string id = call.Fields.Required("experiment_id");
        if (call.Fields.Text("new_name") is { Length: > 0 } name) { await store.RenameExperimentAsync(id, name, call.Cancellation).ConfigureAwait(false); }
        await call.AnswerAsync().ConfigureAwait(false);
    }

    private async Task DeleteAsync(MlflowCall call)
    {
        await store.DeleteExperimentAsync(call.Fields.Required("experiment_id"), call.Cancellation).ConfigureAwait(false);
        await call.AnswerAsync().ConfigureAwait(false);
    }

    private async Task RestoreAsync(MlflowCall call)
    {
        await store.RestoreExperimentAsync(call.Fields.Required("experiment_id"), call.Cancellation).ConfigureAwait(false);
        await call.AnswerAsync().ConfigureAwait(false);
    }

    private async Task SetTagAsync(MlflowCall call)
    {
        await store.SetExperimentTagAsync(
            call.Fields.Required("experiment_id"), call.Fields.Required("key"), call.Fields.Text("value") ?? string.Empty, call.Cancellation).ConfigureAwait(false);
        await call.AnswerAsync().ConfigureAwait(false);
    }

    private async Task DeleteTagAsync(MlflowCall call)
    {
        (string id, string key) = (call.Fields.Required("experiment_id"), call.Fields.Required("key"));
        if (!await store.DeleteExperimentTagAsync(id, key, call.Cancellation).ConfigureAwait(false))
        {
            throw MlflowRefusedException.Missing($"No tag with name: {key} in experiment with id {id}");
        }

        await call.AnswerAsync().ConfigureAwait(false);
    }

    private async Task SearchDatasetsAsync(MlflowCall call)
    {
        IReadOnlyList<DatasetSummary> datasets = await store.SearchDatasetsAsync(call.Fields.Texts("experiment_ids"), call.Cancellation).ConfigureAwait(false);
        await call.AnswerAsync(writer => writer.WriteList("dataset_summaries"u8, datasets, static (w, dataset) =>
        {
            w.WriteString("experiment_id"u8, dataset.ExperimentId);
            w.WriteString("name"u8, dataset.Name);
            w.WriteString("digest"u8, dataset.Digest);
            w.WriteIfAny("context"u8, dataset.Context);
        })).ConfigureAwait(false);
    }

    private static Task AnswerAsync(MlflowCall call, Experiment experiment) => call.AnswerAsync(writer =>
    {
        writer.WriteStartObject("experiment"u8);
        RunJson.WriteExperiment(writer, experiment);
        writer.WriteEndObject();
    });
}
