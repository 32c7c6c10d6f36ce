namespace ModelOps.Serving.Validation;

/// <summary>What a hosted model's settings must fulfil; one place for configuration and for <see cref="IModelHost.AddAsync"/>.</summary>
internal static class HostedModelRules
{
    public const string DefaultAlias = "champion";

    public static IEnumerable<string> Check(HostedModelOptions model, string key, bool hasRegistry)
    {
        if (!ModelReference.IsName(model.Name))
        {
            yield return $"{key}:{nameof(model.Name)} is '{model.Name}'. Give 1 to 128 letters, digits, '.', '_' or '-', the first a letter or digit.";
        }

        for (int i = 0; i < model.Aliases.Count; i++)
        {
            if (!ModelReference.IsAlias(model.Aliases[i]))
            {
                yield return $"{key}:{nameof(model.Aliases)}:{i} is '{model.Aliases[i]}'. Give letters, digits, '_' or '-', the first a letter, such as '{DefaultAlias}'.";
            }
            else if (model.Aliases.IndexOf(model.Aliases[i]) < i)
            {
                yield return $"{key}:{nameof(model.Aliases)}:{i} is '{model.Aliases[i]}' again. Name each alias once.";
            }
        }

        if (model.File is null && !hasRegistry)
        {
            yield return $"{key} is '{model.Name}' from the registry, but the host has none. Add one, e.g. with AddRegistry(), or set {key}:{nameof(model.File)}.";
        }

        if (model.File is not null && string.IsNullOrWhiteSpace(model.File))
        {
            yield return $"{key}:{nameof(model.File)} is '{model.File}'. Give the path of a model file such as 'models/demand.onnx', or leave it out.";
        }

        if (model.File is not null && !ModelReference.TryParse($"model:{model.FileVersion}", out _))
        {
            yield return $"{key}:{nameof(model.FileVersion)} is '{model.FileVersion}'. Give a semantic version such as '1.0.0', or a number above 0.";
        }
    }
}
