using ModelOps.Serving.Batching;

namespace ModelOps.Serving.Validation;

/// <summary>What a hosted model's settings must fulfil; one place for configuration and for <see cref="IModelHost.AddAsync"/>.</summary>
internal static class HostedModelRules
{
    public const string DefaultAlias = "champion";
    private const int MaxVersions = 1000;

    public static IEnumerable<string> Check(HostedModelOptions model, string key, bool hasRegistry)
    {
        if (!ModelReference.IsName(model.Name))
        {
            yield return $"{key}:{nameof(model.Name)} is '{model.Name}'. Give the name of a model: {ModelReference.NameRule}.";
        }

        for (int i = 0; i < model.Aliases.Count; i++)
        {
            if (!ModelReference.IsAlias(model.Aliases[i]))
            {
                yield return $"{key}:{nameof(model.Aliases)}:{i} is '{model.Aliases[i]}'. Give letters, digits, '_' or '-', not 'v' with digits, such as '{DefaultAlias}'.";
            }
            else if (model.Aliases.IndexOf(model.Aliases[i]) < i)
            {
                yield return $"{key}:{nameof(model.Aliases)}:{i} is '{model.Aliases[i]}' again. Name each alias once.";
            }
        }

        if (model.File is null && model.Directory is null && model.Url is null && !hasRegistry)
        {
            yield return $"{key} is '{model.Name}' from the registry, but the host has none. Add one, e.g. with AddRegistry(), or set {key}:{nameof(model.File)}, {key}:{nameof(model.Directory)} or {key}:{nameof(model.Url)}.";
        }

        if (new[] { model.File, model.Directory, model.Url }.Count(static place => place is not null) > 1)
        {
            yield return $"{key} has several of {nameof(model.File)}, {nameof(model.Directory)} and {nameof(model.Url)}. Set one of them.";
        }

        if (model.Url is not null && !(Uri.TryCreate(model.Url, UriKind.Absolute, out Uri? url) && url!.Scheme is "http" or "https" && Path.GetFileName(url.AbsolutePath).Length > 0))
        {
            yield return $"{key}:{nameof(model.Url)} is no http or https URL of a file. Give one such as 'https://models.example/demand.onnx'.";
        }

        if (model.Digest is not null && !(model.Url is not null && model.Digest.Length == "sha256:".Length + 64 && model.Digest.StartsWith("sha256:", StringComparison.Ordinal)))
        {
            yield return $"{key}:{nameof(model.Digest)} is '{model.Digest}'. Give 'sha256:' and 64 hexadecimal digits, with {key}:{nameof(model.Url)}, or leave it out.";
        }

        if (model.Directory is not null && string.IsNullOrWhiteSpace(model.Directory))
        {
            yield return $"{key}:{nameof(model.Directory)} is '{model.Directory}'. Give the path of a directory such as 'models/demand', or leave it out.";
        }

        foreach ((string property, string? file) in new[] { (nameof(model.GoldenFile), model.GoldenFile), (nameof(model.WarmUpFile), model.WarmUpFile) })
        {
            if (file is not null && string.IsNullOrWhiteSpace(file)) { yield return $"{key}:{property} is '{file}'. Give the path of a file such as 'models/demand.jsonl', or leave it out."; }
        }

        foreach (string error in CheckPolicy(model, key)) { yield return error; }
        foreach (string error in model.Batching is { } batching ? BatchingRules.Check(batching, $"{key}:{nameof(model.Batching)}") : []) { yield return error; }

        if (model.File is not null && string.IsNullOrWhiteSpace(model.File))
        {
            yield return $"{key}:{nameof(model.File)} is '{model.File}'. Give the path of a model file such as 'models/demand.onnx', or leave it out.";
        }

        if ((model.File ?? model.Url) is not null && !ModelReference.TryParse($"model:{model.FileVersion}", out _))
        {
            yield return $"{key}:{nameof(model.FileVersion)} is '{model.FileVersion}'. Give a semantic version such as '1.0.0', or a number above 0.";
        }
    }

    private static IEnumerable<string> CheckPolicy(HostedModelOptions model, string key)
    {
        if (!Enum.IsDefined(model.VersionPolicy)) { yield return $"{key}:{nameof(model.VersionPolicy)} is '{model.VersionPolicy}'. Set Aliases, Latest, Specific or All."; }
        if (!Enum.IsDefined(model.Swap)) { yield return $"{key}:{nameof(model.Swap)} is '{model.Swap}'. Set LoadFirst or UnloadFirstWhenFull."; }
        if (model.LatestVersions is < 1 or > MaxVersions)
        {
            yield return $"{key}:{nameof(model.LatestVersions)} is {model.LatestVersions}. Set it to 1 to {MaxVersions}.";
        }

        if (model.VersionPolicy == ModelVersionPolicy.Specific && model.Versions.Count == 0)
        {
            yield return $"{key}:{nameof(model.Versions)} is empty, but {key}:{nameof(model.VersionPolicy)} is 'Specific'. Name versions such as '1.2.0', or set another policy.";
        }

        for (int i = 0; i < model.Versions.Count; i++)
        {
            if (!ModelReference.TryParse($"model:{model.Versions[i]}", out _))
            {
                yield return $"{key}:{nameof(model.Versions)}:{i} is '{model.Versions[i]}'. Give a semantic version such as '1.2.0', or a number above 0.";
            }
        }
    }
}
