using ModelOps.Registry.AspNetCore.Mlflow.Wire;

namespace ModelOps.Registry.AspNetCore.Mlflow.Models;

/// <summary>Versions of registered models.</summary>
internal sealed class ModelVersionEndpoints(IModelRegistry registry, VersionCreator creator, VersionSources sources)
{
    private const int MaxPage = 200_000;

    /// <summary>Callers take the first that is found for the newest.</summary>
    private static readonly RegistryOrder[] NewestFirst =
        [new(RegistryFields.UpdatedAt, Descending: true), new(RegistryFields.Name), new(RegistryFields.Number, Descending: true)];

    public void Map(MlflowRoutes routes)
    {
        routes.Post("model-versions/create", CreateAsync);
        routes.Get("model-versions/get", GetAsync);
        routes.Search("model-versions/search", SearchAsync);
        routes.Patch("model-versions/update", UpdateAsync);
        routes.Delete("model-versions/delete", DeleteAsync);
        routes.Post("model-versions/set-tag", SetTagAsync);
        routes.Delete("model-versions/delete-tag", DeleteTagAsync, MlflowPermission.Write);
        routes.Post("model-versions/transition-stage", TransitionAsync);
        routes.Get("model-versions/get-download-uri", GetDownloadUriAsync);
    }

    public static Task AnswerAsync(MlflowCall call, RegisteredVersion version) => call.AnswerAsync(writer =>
    {
        writer.WriteStartObject("model_version"u8);
        ModelJson.WriteVersion(writer, version);
        writer.WriteEndObject();
    });

    private async Task CreateAsync(MlflowCall call) => await AnswerAsync(call, await creator.CreateAsync(call).ConfigureAwait(false)).ConfigureAwait(false);

    private async Task GetAsync(MlflowCall call) => await AnswerAsync(call, await FindAsync(call).ConfigureAwait(false)).ConfigureAwait(false);

    private async Task SearchAsync(MlflowCall call)
    {
        int size = call.Fields.PageSize(10_000, MaxPage);
        RegistryPage<RegisteredVersion> page = await registry.SearchVersionsAsync(
            new RegistryQuery
            {
                Filters = MlflowFilters.ParseVersions(call.Fields.Text("filter")),
                OrderBy = MlflowFilters.ParseVersionOrder(call.Fields.Texts("order_by")) is { Count: > 0 } order ? order : NewestFirst,
                PageSize = Math.Min(size, 10_000),
                PageToken = call.Fields.PageToken(),
            },
            call.Cancellation).ConfigureAwait(false);
        await call.AnswerAsync(writer =>
        {
            writer.WriteList("model_versions"u8, page.Items, ModelJson.WriteVersion);
            writer.WriteIfAny("next_page_token"u8, page.NextPageToken);
        }).ConfigureAwait(false);
    }

    private Task UpdateAsync(MlflowCall call) => ChangeAsync(call, Change(call) with { Description = call.Fields.Text("description") ?? string.Empty });

    private Task SetTagAsync(MlflowCall call) => ChangeAsync(
        call,
        Change(call) with { SetTags = new Dictionary<string, string>(StringComparer.Ordinal) { [TagKey(call)] = call.Fields.Text("value") ?? string.Empty } },
        silent: true);

    private Task DeleteTagAsync(MlflowCall call) => ChangeAsync(call, Change(call) with { RemoveTags = [TagKey(call)] }, silent: true);

    private Task TransitionAsync(MlflowCall call)
    {
        string stage = StageNames.Canonical(call.Fields.Required("stage"));
        bool archives = call.Fields.Flag("archive_existing_versions");
        return archives && stage is StageNames.None or StageNames.Archived
            ? throw MlflowRefusedException.Invalid($"Versions in '{stage}' are not served, so none is archived for another. Set archive_existing_versions to false.")
            : ChangeAsync(call, Change(call) with { Stage = stage, DisplaceTo = archives ? StageNames.Archived : null });
    }

    private async Task DeleteAsync(MlflowCall call)
    {
        RegistryDeletion deletion = new()
        {
            Model = call.Fields.ModelName(),
            Number = LatestVersions.NumberOf(call.Fields.Required("version")),
            RemoveAliases = true,
            Actor = call.Actor,
        };
        await registry.DeleteAsync(deletion, call.Cancellation).ConfigureAwait(false);
        await call.AnswerAsync().ConfigureAwait(false);
    }

    private async Task GetDownloadUriAsync(MlflowCall call)
    {
        RegisteredVersion version = await FindAsync(call).ConfigureAwait(false);
        await call.AnswerAsync(writer => writer.WriteString("artifact_uri"u8, sources.DownloadUriOf(version))).ConfigureAwait(false);
    }

    private async Task ChangeAsync(MlflowCall call, VersionChange change, bool silent = false)
    {
        RegisteredVersion version = await registry.UpdateVersionAsync(change with { Actor = call.Actor }, call.Cancellation).ConfigureAwait(false);
        await (silent ? call.AnswerAsync() : AnswerAsync(call, version)).ConfigureAwait(false);
    }

    private Task<RegisteredVersion> FindAsync(MlflowCall call) =>
        registry.GetVersionAsync(call.Fields.ModelName(), LatestVersions.NumberOf(call.Fields.Required("version")), call.Cancellation);

    private static VersionChange Change(MlflowCall call) => new()
    {
        Model = call.Fields.ModelName(),
        Number = LatestVersions.NumberOf(call.Fields.Required("version")),
    };

    private static string TagKey(MlflowCall call) =>
        call.Fields.Required("key") is { } key && !VersionTags.IsOurs(key) ? key : throw MlflowFields.Wrong("key", "one that does not begin with 'modelops.mlflow.'");
}
