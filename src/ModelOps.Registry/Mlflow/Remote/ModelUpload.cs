using System.Text;
using System.Text.Json;
using ModelOps.Registry.Artifacts;
using ModelOps.Registry.Metadata;
using ModelOps.Registry.Mlflow.Wire;

namespace ModelOps.Registry.Mlflow.Remote;

/// <summary>Puts the files of a registration where a version can be made of them: a logged model of MLflow 3, or a folder of a run before that.</summary>
internal sealed class ModelUpload(MlflowApi api, MlflowArtifacts artifacts, VersionReader locations, MlflowOptions options, TimeProvider timeProvider)
{
    /// <summary>Where files lie.</summary>
    /// <param name="Source">URI to make a version of.</param>
    /// <param name="Folder">Folder in the server's store.</param>
    /// <param name="RunId">Run they belong to; null for none.</param>
    /// <param name="ModelId">Logged model; null before MLflow 3.</param>
    public sealed record Place(string Source, string Folder, string? RunId, string? ModelId);

    public async Task<Place> BeginAsync(ModelRegistration registration, string upload, CancellationToken cancellationToken)
    {
        string experiment = registration.RunId is { } run
            ? await ExperimentOfAsync(run, cancellationToken).ConfigureAwait(false)
            : await ExperimentAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await LogModelAsync(registration, experiment, upload, cancellationToken).ConfigureAwait(false);
        }
        catch (MlflowServerException error) when (error.Status is 404 or 405 or 501 && error.ErrorCode is not MlflowRefusal.NotFound)
        {
            return await UseRunAsync(registration, experiment, upload, cancellationToken).ConfigureAwait(false);
        }
    }

    public async Task SendAsync(string folder, IReadOnlyList<StagedFile> files, IReadOnlyList<ModelFile> extra, CancellationToken cancellationToken)
    {
        foreach (StagedFile file in files)
        {
            await artifacts.UploadAsync(MlflowArtifacts.Join(folder, file.Descriptor.Path), file.TemporaryPath, cancellationToken).ConfigureAwait(false);
        }

        foreach (ModelFile file in extra)
        {
            await artifacts.PutAsync(MlflowArtifacts.Join(folder, file.Path), file, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Says how the upload of a logged model ended.</summary>
    public async Task EndAsync(Place place, bool isComplete, CancellationToken cancellationToken)
    {
        if (place.ModelId is not { } id) { return; }
        await api.SendAsync(HttpMethod.Patch, $"logged-models/{id}", writer =>
        {
            writer.WriteString("model_id", id);
            writer.WriteString("status", isComplete ? "LOGGED_MODEL_READY" : "LOGGED_MODEL_UPLOAD_FAILED");
        }, mayRunTwice: true, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What Python needs beside an ONNX model, and our own list of files.</summary>
    public static IReadOnlyList<ModelFile> Extra(ModelRegistration registration, VersionDocument document, string json, Place place, DateTimeOffset now)
    {
        List<ModelFile> extra = [];
        string? onnx = document.Files.Select(static f => f.Path).Where(static p => p.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase)).OrderByDescending(static p => p == "model.onnx").FirstOrDefault();
        if (registration.Format == "onnx" && onnx is not null)
        {
            bool canSay = registration.Signature?.Inputs.Concat(registration.Signature.Outputs).All(static t => t.DataType != TensorDataType.BFloat16) ?? false;
            MlflowModel model = MlflowModel.ForOnnx(onnx, canSay ? registration.Signature : null) with
            {
                ModelId = place.ModelId,
                RunId = place.RunId,
                CreatedAt = now,
                SizeInBytes = document.Files.Sum(static f => f.Size),
            };
            extra.AddRange(model.ToModelFiles());
        }

        extra.Add(ModelFile.FromBytes(VersionTags.DocumentFile, Encoding.UTF8.GetBytes(json)));
        HashSet<string> own = document.Files.Select(static f => f.Path).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return [.. extra.Where(f => !own.Contains(f.Path))];
    }

    private async Task<Place> LogModelAsync(ModelRegistration registration, string experiment, string upload, CancellationToken cancellationToken)
    {
        JsonElement answer = await api.PostAsync("logged-models", writer =>
        {
            writer.WriteString("experiment_id", experiment);
            writer.WriteString("name", string.Concat(registration.Model.Select(static c => c is '.' or '\'' or '"' ? '_' : c))); // none of them may be in the name of a logged model
            if (registration.RunId is { } run) { writer.WriteString("source_run_id", run); }
            MlflowJson.WritePairs(writer, "tags", [KeyValuePair.Create("mlflow.user", options.User), KeyValuePair.Create(VersionTags.Upload, upload)]);
        }, mayRunTwice: true, cancellationToken).ConfigureAwait(false); // twice leaves one that stays pending
        JsonElement? info = MlflowJson.Find(answer, "model") is { } model ? MlflowJson.Find(model, "info") : null;
        if (info is null || MlflowJson.Text(info.Value, "model_id") is not { } id || MlflowJson.Text(info.Value, "artifact_uri") is not { } location)
        {
            throw MlflowServerException.Unusable(api.Http.Server, "a new logged model has no id or no place for its files");
        }

        if (registration.RunId is { } source)
        {
            await api.PostAsync("runs/outputs", writer =>
            {
                writer.WriteString("run_id", source);
                writer.WriteStartArray("models");
                writer.WriteStartObject();
                writer.WriteString("model_id", id);
                writer.WriteNumber("step", 0);
                writer.WriteEndObject();
                writer.WriteEndArray();
            }, mayRunTwice: true, cancellationToken).ConfigureAwait(false);
        }

        return new Place($"models:/{id}", artifacts.PathOf(location), registration.RunId, id);
    }

    private async Task<Place> UseRunAsync(ModelRegistration registration, string experiment, string upload, CancellationToken cancellationToken)
    {
        string run = registration.RunId ?? await CreateRunAsync(registration, experiment, cancellationToken).ConfigureAwait(false);
        string path = $"{registration.Model}-{upload[..8]}"; // a run may have several models
        JsonElement answer = await api.GetAsync("runs/get", cancellationToken, ("run_uuid", run), ("run_id", run)).ConfigureAwait(false);
        string? location = MlflowJson.Find(answer, "run") is { } found && MlflowJson.Find(found, "info") is { } info ? MlflowJson.Text(info, "artifact_uri") : null;
        return new Place(
            $"{location?.TrimEnd('/')}/{path}",
            MlflowArtifacts.Join(await locations.LocateAsync(location ?? $"runs:/{run}", cancellationToken).ConfigureAwait(false), path),
            run,
            null);
    }

    private async Task<string> CreateRunAsync(ModelRegistration registration, string experiment, CancellationToken cancellationToken)
    {
        long now = timeProvider.GetUtcNow().ToUnixTimeMilliseconds();
        JsonElement answer = await api.PostAsync("runs/create", writer =>
        {
            writer.WriteString("experiment_id", experiment);
            writer.WriteString("user_id", options.User);
            writer.WriteString("run_name", $"register {registration.Model}");
            writer.WriteNumber("start_time", now);
            MlflowJson.WritePairs(writer, "tags", [KeyValuePair.Create("mlflow.user", options.User), KeyValuePair.Create("mlflow.runName", $"register {registration.Model}")]);
        }, mayRunTwice: false, cancellationToken).ConfigureAwait(false);
        string run = MlflowJson.Find(answer, "run") is { } found && MlflowJson.Find(found, "info") is { } info && MlflowJson.Text(info, "run_id") is { } id
            ? id
            : throw MlflowServerException.Unusable(api.Http.Server, "a new run has no id");
        await api.PostAsync("runs/update", writer =>
        {
            writer.WriteString("run_uuid", run);
            writer.WriteString("status", "FINISHED");
            writer.WriteNumber("end_time", now);
            writer.WriteString("run_id", run);
        }, mayRunTwice: true, cancellationToken).ConfigureAwait(false);
        return run;
    }

    private async Task<string> ExperimentOfAsync(string run, CancellationToken cancellationToken)
    {
        JsonElement answer = await api.GetAsync("runs/get", cancellationToken, ("run_uuid", run), ("run_id", run)).ConfigureAwait(false);
        return MlflowJson.Find(answer, "run") is { } found && MlflowJson.Find(found, "info") is { } info && MlflowJson.Text(info, "experiment_id") is { } id
            ? id
            : throw MlflowServerException.Unusable(api.Http.Server, "a run has no experiment");
    }

    private async Task<string> ExperimentAsync(CancellationToken cancellationToken)
    {
        if (await FindExperimentAsync(cancellationToken).ConfigureAwait(false) is { } known) { return known; }
        try
        {
            JsonElement created = await api.PostAsync(
                "experiments/create", writer => writer.WriteString("name", options.Experiment), mayRunTwice: true, cancellationToken).ConfigureAwait(false);
            if (MlflowJson.Text(created, "experiment_id") is { } id) { return id; }
        }
        catch (MlflowServerException error) when (error.ErrorCode == MlflowRefusal.Exists)
        {
            // Another process made it at the same time, or our own first try did.
        }

        return await FindExperimentAsync(cancellationToken).ConfigureAwait(false) ?? throw MlflowServerException.Unusable(api.Http.Server, "the experiment that was made is not there");
    }

    private async Task<string?> FindExperimentAsync(CancellationToken cancellationToken)
    {
        try
        {
            JsonElement answer = await api.GetAsync("experiments/get-by-name", cancellationToken, ("experiment_name", options.Experiment)).ConfigureAwait(false);
            return MlflowJson.Find(answer, "experiment") is { } found ? MlflowJson.Text(found, "experiment_id") : null;
        }
        catch (MlflowServerException error) when (error.ErrorCode == MlflowRefusal.NotFound)
        {
            return null;
        }
    }
}
