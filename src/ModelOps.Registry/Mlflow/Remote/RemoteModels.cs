using System.Globalization;
using System.Text.Json;
using ModelOps.Registry.Mlflow.Wire;

namespace ModelOps.Registry.Mlflow.Remote;

/// <summary>The server's calls on registered models and versions.</summary>
internal sealed class RemoteModels(MlflowApi api)
{
    private const string Models = "registered-models/";
    private const string Versions = "model-versions/";
    private const string ModelPage = "1000";
    private const string VersionPage = "10000";
    private const int MaxPages = 10_000;

    /// <exception cref="ModelNotFoundException">No such model.</exception>
    public async Task<WireModel> GetAsync(string model, CancellationToken cancellationToken)
    {
        JsonElement answer = await ModelCallAsync(model, () => api.GetAsync(Models + "get", cancellationToken, ("name", model))).ConfigureAwait(false);
        return MlflowJson.Find(answer, "registered_model") is { } found && WireModel.Read(found) is { } read ? read : throw Incomplete("registered_model");
    }

    /// <summary>All models that are no prompts, in the order of the server.</summary>
    public async Task<IReadOnlyList<WireModel>> ListAsync(CancellationToken cancellationToken)
    {
        List<WireModel> models = [];
        await PageAsync(Models + "search", "registered_models", [("max_results", ModelPage)], model =>
        {
            if (WireModel.Read(model) is { IsPrompt: false } read) { models.Add(read); }
        }, cancellationToken).ConfigureAwait(false);
        return models;
    }

    /// <summary>All finished versions of a model, newest number first; null for those of all models. No such model has none.</summary>
    public async Task<IReadOnlyList<WireVersion>> ListVersionsAsync(string? model, CancellationToken cancellationToken)
    {
        List<WireVersion> versions = [];
        await PageAsync(Versions + "search", "model_versions", [("filter", model is null ? null : FilterText.OfModel(model)), ("max_results", VersionPage)], version =>
        {
            if (WireVersion.Read(version) is { IsReady: true } read && (model is null || read.Model == model)) { versions.Add(read); }
        }, cancellationToken).ConfigureAwait(false);
        versions.Sort(static (a, b) => b.Number.CompareTo(a.Number));
        return versions;
    }

    /// <summary>A version by its number; null when the model has none.</summary>
    public Task<WireVersion?> FindVersionAsync(string model, long number, CancellationToken cancellationToken) => FindAsync(
        () => api.GetAsync(Versions + "get", cancellationToken, ("name", model), ("version", number.ToString(CultureInfo.InvariantCulture))));

    /// <summary>What an alias points at; null when the model has none.</summary>
    public Task<WireVersion?> FindAliasAsync(string model, string alias, CancellationToken cancellationToken) =>
        FindAsync(() => api.GetAsync(Models + "alias", cancellationToken, ("name", model), ("alias", alias)));

    /// <summary>Where the files of a version lie, as a URI.</summary>
    public async Task<string> GetDownloadUriAsync(string model, long number, CancellationToken cancellationToken) => MlflowJson.Text(
        await api.GetAsync(Versions + "get-download-uri", cancellationToken, ("name", model), ("version", number.ToString(CultureInfo.InvariantCulture))).ConfigureAwait(false),
        "artifact_uri") ?? throw Incomplete("artifact_uri");

    /// <returns>False when there was one already.</returns>
    public async Task<bool> CreateAsync(string model, string? description, IEnumerable<KeyValuePair<string, string>> tags, CancellationToken cancellationToken)
    {
        try
        {
            await api.PostAsync(Models + "create", writer =>
            {
                writer.WriteString("name", model);
                if (tags.Any()) { MlflowJson.WritePairs(writer, "tags", tags); }
                if (!string.IsNullOrEmpty(description)) { writer.WriteString("description", description); }
            }, mayRunTwice: false, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (MlflowServerException error) when (error.ErrorCode == MlflowRefusal.Exists)
        {
            return false;
        }
    }

    /// <summary>Creates a version. Not repeated by itself: without its answer nobody knows whether it is there.</summary>
    public async Task<WireVersion> CreateVersionAsync(
        ModelRegistration registration, string source, string? runId, string? modelId, IEnumerable<KeyValuePair<string, string>> tags, CancellationToken cancellationToken)
    {
        JsonElement answer = await api.PostAsync(Versions + "create", writer =>
        {
            writer.WriteString("name", registration.Model);
            writer.WriteString("source", source);
            if (runId is not null) { writer.WriteString("run_id", runId); }
            MlflowJson.WritePairs(writer, "tags", tags);
            if (registration.Description.Length > 0) { writer.WriteString("description", registration.Description); }
            if (modelId is not null) { writer.WriteString("model_id", modelId); }
        }, mayRunTwice: false, cancellationToken).ConfigureAwait(false);
        return MlflowJson.Find(answer, "model_version") is { } created && WireVersion.Read(created) is { } read ? read : throw Incomplete("model_version");
    }

    /// <summary>Calls for a model or, with a number, a version.</summary>
    public async Task SendAsync(HttpMethod method, string call, string model, long? number, Action<Utf8JsonWriter> body, CancellationToken cancellationToken) =>
        await ModelCallAsync(model, () => api.SendAsync(method, (number is null ? Models : Versions) + call, writer =>
        {
            writer.WriteString("name", model);
            if (number is { } version) { writer.WriteString("version", version.ToString(CultureInfo.InvariantCulture)); }
            body(writer);
        }, mayRunTwice: true, cancellationToken)).ConfigureAwait(false);

    public Task SetTagAsync(string model, long? number, string key, string value, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, "set-tag", model, number, writer =>
        {
            writer.WriteString("key", key);
            writer.WriteString("value", value);
        }, cancellationToken);

    public Task DeleteTagAsync(string model, long? number, string key, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Delete, "delete-tag", model, number, writer => writer.WriteString("key", key), cancellationToken);

    private async Task<WireVersion?> FindAsync(Func<Task<JsonElement>> call)
    {
        try
        {
            return MlflowJson.Find(await call().ConfigureAwait(false), "model_version") is { } version && WireVersion.Read(version) is { IsReady: true } read ? read : null;
        }
        catch (MlflowServerException error) when (error.ErrorCode is MlflowRefusal.NotFound or MlflowRefusal.Invalid)
        {
            return null; // a missing alias is an invalid parameter to the original
        }
    }

    private async Task PageAsync(string path, string list, (string, string?)[] query, Action<JsonElement> take, CancellationToken cancellationToken)
    {
        string? token = null;
        for (int page = 0; page < MaxPages; page++)
        {
            JsonElement answer = await api.GetAsync(path, cancellationToken, [.. query, ("page_token", token)]).ConfigureAwait(false);
            foreach (JsonElement item in MlflowJson.List(answer, list)) { take(item); }
            string? next = MlflowJson.Text(answer, "next_page_token");
            if (string.IsNullOrEmpty(next)) { return; }
            token = next != token ? next : throw MlflowServerException.Unusable(api.Http.Server, "a search names the same page again as the next");
        }

        throw MlflowServerException.Unusable(api.Http.Server, "a search has no end");
    }

    private static async Task<JsonElement> ModelCallAsync(string model, Func<Task<JsonElement>> call)
    {
        try
        {
            return await call().ConfigureAwait(false);
        }
        catch (MlflowServerException error) when (error.ErrorCode == MlflowRefusal.NotFound)
        {
            throw new ModelNotFoundException(model, []);
        }
    }

    private MlflowServerException Incomplete(string field) => MlflowServerException.Unusable(api.Http.Server, $"it has no '{field}'");
}
