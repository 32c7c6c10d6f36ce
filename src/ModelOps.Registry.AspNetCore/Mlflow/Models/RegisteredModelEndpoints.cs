using ModelOps.Registry.AspNetCore.Mlflow.Wire;

namespace ModelOps.Registry.AspNetCore.Mlflow.Models;

/// <summary>Registered models.</summary>
internal sealed class RegisteredModelEndpoints(IModelRegistry registry, LatestVersions latest)
{
    private const int MaxPage = 1000;

    public void Map(MlflowRoutes routes)
    {
        routes.Post("registered-models/create", CreateAsync);
        routes.Get("registered-models/get", GetAsync);
        routes.Search("registered-models/search", SearchAsync);
        routes.Post("registered-models/rename", RenameAsync);
        routes.Patch("registered-models/update", UpdateAsync);
        routes.Delete("registered-models/delete", DeleteAsync);
        routes.Post("registered-models/set-tag", SetTagAsync);
        routes.Delete("registered-models/delete-tag", DeleteTagAsync, MlflowPermission.Write);
        routes.Search("registered-models/get-latest-versions", GetLatestAsync);
    }

    private async Task CreateAsync(MlflowCall call)
    {
        RegisteredModel model = await registry.CreateModelAsync(
            new ModelCreation
            {
                Name = call.Fields.ModelName(),
                Description = call.Fields.Text("description") ?? string.Empty,
                Tags = call.Fields.Pairs("tags"),
                Actor = call.Actor,
            },
            call.Cancellation).ConfigureAwait(false);
        await AnswerAsync(call, model).ConfigureAwait(false);
    }

    private async Task GetAsync(MlflowCall call) =>
        await AnswerAsync(call, await registry.GetModelAsync(call.Fields.ModelName(), call.Cancellation).ConfigureAwait(false)).ConfigureAwait(false);

    private async Task SearchAsync(MlflowCall call)
    {
        RegistryPage<RegisteredModel> page = await registry.SearchModelsAsync(
            new RegistryQuery
            {
                Filters = MlflowFilters.ParseModels(call.Fields.Text("filter")),
                OrderBy = MlflowFilters.ParseModelOrder(call.Fields.Texts("order_by")),
                PageSize = call.Fields.PageSize(100, MaxPage),
                PageToken = call.Fields.PageToken(),
            },
            call.Cancellation).ConfigureAwait(false);
        List<ModelView> views = new(page.Items.Count);
        foreach (RegisteredModel model in page.Items) { views.Add(await latest.ViewAsync(model, call.Cancellation).ConfigureAwait(false)); }
        await call.AnswerAsync(writer =>
        {
            writer.WriteList("registered_models"u8, views, ModelJson.WriteModel);
            writer.WriteIfAny("next_page_token"u8, page.NextPageToken);
        }).ConfigureAwait(false);
    }

    private Task RenameAsync(MlflowCall call) => ChangeAsync(call, new ModelChange { Model = call.Fields.ModelName(), NewName = call.Fields.ModelName("new_name") });

    private Task UpdateAsync(MlflowCall call) => ChangeAsync(call, new ModelChange { Model = call.Fields.ModelName(), Description = call.Fields.Text("description") ?? string.Empty });

    private Task SetTagAsync(MlflowCall call) => ChangeAsync(
        call,
        new ModelChange
        {
            Model = call.Fields.ModelName(),
            SetTags = new Dictionary<string, string>(StringComparer.Ordinal) { [call.Fields.Required("key")] = call.Fields.Text("value") ?? string.Empty },
        },
        silent: true);

    private Task DeleteTagAsync(MlflowCall call) => ChangeAsync(
        call, new ModelChange { Model = call.Fields.ModelName(), RemoveTags = [call.Fields.Required("key")] }, silent: true);

    private async Task DeleteAsync(MlflowCall call)
    {
        await registry.DeleteAsync(
            new RegistryDeletion { Model = call.Fields.ModelName(), RemoveAliases = true, Actor = call.Actor }, call.Cancellation).ConfigureAwait(false);
        await call.AnswerAsync().ConfigureAwait(false);
    }

    private async Task GetLatestAsync(MlflowCall call)
    {
        RegisteredModel model = await registry.GetModelAsync(call.Fields.ModelName(), call.Cancellation).ConfigureAwait(false);
        string[] stages = [.. call.Fields.Texts("stages").Select(StageNames.Canonical)];
        IReadOnlyList<RegisteredVersion> versions = await latest.FindAsync(model.Name, stages, call.Cancellation).ConfigureAwait(false);
        await call.AnswerAsync(writer => writer.WriteList("model_versions"u8, versions, ModelJson.WriteVersion)).ConfigureAwait(false);
    }

    private async Task ChangeAsync(MlflowCall call, ModelChange change, bool silent = false)
    {
        RegisteredModel model = await registry.UpdateModelAsync(change with { Actor = call.Actor }, call.Cancellation).ConfigureAwait(false);
        await (silent ? call.AnswerAsync() : AnswerAsync(call, model)).ConfigureAwait(false);
    }

    private async Task AnswerAsync(MlflowCall call, RegisteredModel model)
    {
        ModelView view = await latest.ViewAsync(model, call.Cancellation).ConfigureAwait(false);
        await call.AnswerAsync(writer =>
        {
            writer.WriteStartObject("registered_model"u8);
            ModelJson.WriteModel(writer, view);
            writer.WriteEndObject();
        }).ConfigureAwait(false);
    }
}
