using System.Security.Cryptography;
using System.Text;
using ModelOps.Onnx;

namespace ModelOps.Serving.Caching;

/// <summary>Reads the files of a version once, to learn whether it draws random numbers and what tells its answers from those of any other.</summary>
internal static class GenerationExamination
{
    private const int FormatVersion = 1;
    private const string ExplanationPrefix = "auto."; // measured afresh on each host; answers of the two runtimes agree within the tolerance
    private static readonly HashSet<string> RandomOperators =
        new(["RandomNormal", "RandomNormalLike", "RandomUniform", "RandomUniformLike", "Bernoulli", "Multinomial"], StringComparer.Ordinal);

    /// <returns>A random operator; null when there is none.</returns>
    public static string? FindRandomOperator(ModelGeneration generation)
    {
        if (!string.Equals(generation.Package.Format, "onnx", StringComparison.OrdinalIgnoreCase)) { return null; }
        using FileStream file = File.OpenRead(generation.Package.Locate("model.onnx", ".onnx"));
        OnnxModel model = OnnxModelReader.Read(file, OnnxReadOptions.Default with { LoadExternalData = false, Validate = false });
        return Find(model.Graph.Nodes) ?? model.Functions.Select(static f => Find(f.Nodes)).FirstOrDefault(static found => found is not null);
    }

    /// <summary>Digest of the artifact, what runs it and how: what two hosts must have in common to share answers.</summary>
    public static async Task<byte[]> IdentifyAsync(ModelGeneration generation)
    {
        StringBuilder text = new();
        Append(text, $"{FormatVersion}", generation.Model, generation.Version, generation.Runtime.Name);
        Append(text, generation.Package.Digest ?? await DigestAsync(generation.Package).ConfigureAwait(false));
        foreach ((string key, string value) in generation.Session.Properties.OrderBy(static p => p.Key, StringComparer.Ordinal))
        {
            if (!key.StartsWith(ExplanationPrefix, StringComparison.Ordinal)) { Append(text, key, value); }
        }

        return SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()));
    }

    private static async Task<string> DigestAsync(ModelPackage package)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string name in package.Files.Order(StringComparer.Ordinal))
        {
            FileStream file = File.OpenRead(Path.Combine(package.Directory, name));
            await using (file.ConfigureAwait(false))
            {
                hash.AppendData(Encoding.UTF8.GetBytes($"{name.Length} {name} "));
                hash.AppendData(await SHA256.HashDataAsync(file).ConfigureAwait(false));
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Append(StringBuilder text, params ReadOnlySpan<string> parts)
    {
        foreach (string part in parts) { text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{part.Length} {part} "); }
    }

    private static string? Find(IReadOnlyList<OnnxNode> nodes)
    {
        foreach (OnnxNode node in nodes)
        {
            if (RandomOperators.Contains(node.OpType)) { return node.OpType; }
            if (node is { OpType: "Dropout", Inputs.Count: > 2 } && node.Inputs[2].Length > 0) { return "Dropout in training mode"; }
            foreach (OnnxAttribute attribute in node.Attributes)
            {
                IEnumerable<OnnxGraph> graphs = attribute.Value as IEnumerable<OnnxGraph> ?? (attribute.Value is OnnxGraph one ? [one] : []);
                if (graphs.Select(static g => Find(g.Nodes)).FirstOrDefault(static found => found is not null) is { } inner) { return inner; }
            }
        }

        return null;
    }
}
