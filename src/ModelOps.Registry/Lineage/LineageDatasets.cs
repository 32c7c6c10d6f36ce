using System.Globalization;

namespace ModelOps.Registry.Lineage;

/// <summary>Names data, models and deployments as OpenLineage's naming has them: a store, and a name there.</summary>
internal static class LineageDatasets
{
    public static LineageDataset Of(ModelVersion version) => OfModel(version.Model, version.Number) with
    {
        Version = version.Version.ToString(),
        Description = version.Description,
        Bytes = version.Files.Sum(static f => f.Size),
        Files = version.Files.Count,
        Columns = version.Signature is { } signature
            ? [.. signature.Inputs.Select(static i => Column("input", i)), .. signature.Outputs.Select(static o => Column("output", o))]
            : [],
        ModelVersion = new Dictionary<string, string>
        {
            ["number"] = version.Number.ToString(CultureInfo.InvariantCulture),
            ["digest"] = version.Digest,
            ["format"] = version.Format,
        },
    };

    public static LineageDataset OfModel(string model, long number) => new(null, $"models/{model}")
    {
        Version = number.ToString(CultureInfo.InvariantCulture),
        ModelVersion = new Dictionary<string, string> { ["number"] = number.ToString(CultureInfo.InvariantCulture) },
    };

    public static LineageDataset Of(TrainingDataset dataset)
    {
        (string? store, string name) = Place(dataset.Uri) ?? (null, $"datasets/{dataset.Name}");
        return new LineageDataset(store, name)
        {
            Version = dataset.Digest,
            Source = Address(dataset.Uri),
            Description = dataset.Description,
            Columns = dataset.Columns,
            Rows = dataset.Rows,
            Bytes = dataset.Bytes,
        };
    }

    public static LineageDataset Of(LoggedModel model) => new(null, $"logged-models/{model.Name}") { Version = model.Id, Source = Address(model.ArtifactUri) };

    public static LineageDataset Of(TrainingBaseModel model)
    {
        if (model.Uri is { } text && text.StartsWith("models:/", StringComparison.Ordinal) && ModelReference.TryParse(text, out ModelReference? reference))
        {
            return new LineageDataset(null, $"models/{reference.Name}") { Version = reference.Version ?? model.Digest };
        }

        (string? store, string name) = Place(model.Uri) ?? (null, $"models/{model.Name}");
        return new LineageDataset(store, name) { Version = model.Digest, Source = Address(model.Uri) };
    }

    /// <summary><c>s3://bucket/key</c> is <c>key</c> in <c>s3://bucket</c>; a path is itself in <c>file</c>. A query, which may hold credentials, is left out.</summary>
    private static (string? Store, string Name)? Place(string? uri)
    {
        if (string.IsNullOrEmpty(uri)) { return null; }
        if (uri[0] == '/') { return ("file", uri); }
        if (!Uri.TryCreate(uri, UriKind.Absolute, out Uri? parsed)) { return null; }
        if (parsed.IsFile) { return ("file", parsed.LocalPath); }
        string name = Uri.UnescapeDataString(parsed.AbsolutePath).TrimStart('/');
        return parsed.Host.Length == 0 || name.Length == 0
            ? (parsed.Scheme, uri.Split('?', '#')[0][(parsed.Scheme.Length + 1)..])
            : ($"{parsed.Scheme}://{parsed.Authority}", name);
    }

    /// <summary>The address without what may hold credentials: user and query.</summary>
    private static Uri? Address(string? uri)
    {
        if (!Uri.TryCreate(uri, UriKind.Absolute, out Uri? parsed)) { return null; }
        return parsed.UserInfo.Length == 0 && parsed.Query.Length == 0
            ? parsed
            : new Uri($"{parsed.Scheme}://{parsed.Authority}{parsed.AbsolutePath}");
    }

    private static KeyValuePair<string, string> Column(string side, TensorSpec spec) => new($"{side}.{spec.Name}", spec.ToString()[(spec.Name.Length + 2)..]);
}
