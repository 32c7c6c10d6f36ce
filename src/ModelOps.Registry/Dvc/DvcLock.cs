using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ModelOps.Registry.Dvc;

/// <summary><c>dvc.lock</c>: what each stage of a pipeline read, ran and wrote, by content.</summary>
/// <remarks>What the file says beyond this is kept and written back. Format: DVC documentation, "dvc.lock file", schema 2.0.</remarks>
public sealed record DvcLock
{
    private const string What = "The file dvc.lock";
    private const string Schema = "2.0";

    /// <summary>The stages, in the order of the file.</summary>
    public required IReadOnlyList<DvcStage> Stages { get; init; }

    internal YamlMappingNode? Source { get; init; }

    /// <summary>Reads <c>dvc.lock</c>.</summary>
    /// <param name="text">Its text.</param>
    /// <returns>The file.</returns>
    /// <exception cref="DvcException">It is no <c>dvc.lock</c> of schema 2.0; the message says why.</exception>
    public static DvcLock Parse(string text)
    {
        YamlMappingNode root = DvcYaml.Parse(text, What);
        if (DvcYaml.Find(root, "schema") is not Schema) { throw DvcException.Invalid(What, $"its schema is not {Schema}. Run 'dvc commit' with a current DVC once"); }
        IEnumerable<KeyValuePair<YamlNode, YamlNode>> stages =
            root.Children.TryGetValue(new YamlScalarNode("stages"), out YamlNode? node) && node is YamlMappingNode mapping ? mapping.Children : [];
        return new DvcLock { Stages = [.. stages.Select(static s => ReadStage(s.Key, s.Value))], Source = root };
    }

    /// <summary>Writes the file.</summary>
    /// <returns>Its text, as DVC writes it.</returns>
    public string ToYaml()
    {
        YamlMappingNode root = DvcYaml.Copy(Source);
        YamlMappingNode stages = [];
        foreach (DvcStage stage in Stages) { stages.Add(DvcYaml.Text(stage.Name), WriteStage(stage)); }
        DvcYaml.Set(root, "schema", new YamlScalarNode(Schema) { Style = ScalarStyle.SingleQuoted });
        DvcYaml.Set(root, "stages", stages);
        return DvcYaml.Write(root);
    }

    private static DvcStage ReadStage(YamlNode key, YamlNode value)
    {
        string name = (key as YamlScalarNode)?.Value ?? throw DvcException.Invalid(What, "a stage has no name");
        YamlMappingNode node = value as YamlMappingNode ?? throw DvcException.Invalid(What, $"stage '{name}' is not a mapping");
        node.Children.TryGetValue(new YamlScalarNode("cmd"), out YamlNode? command);
        return new DvcStage
        {
            Name = name,
            Commands = command switch
            {
                YamlScalarNode { Value: { } one } => [one],
                YamlSequenceNode list => [.. list.Children.OfType<YamlScalarNode>().Select(static c => c.Value ?? "")],
                _ => [],
            },
            Dependencies = [.. DvcYaml.FindList(node, "deps", What).Select(static n => DvcOutputYaml.Read(n, What))],
            Outputs = [.. DvcYaml.FindList(node, "outs", What).Select(static n => DvcOutputYaml.Read(n, What))],
            Parameters = ReadParameters(node),
            Source = node,
        };
    }

    private static Dictionary<string, IReadOnlyDictionary<string, string>> ReadParameters(YamlMappingNode stage)
    {
        Dictionary<string, IReadOnlyDictionary<string, string>> parameters = new(StringComparer.Ordinal);
        if (!stage.Children.TryGetValue(new YamlScalarNode("params"), out YamlNode? node) || node is not YamlMappingNode files) { return parameters; }
        foreach ((YamlNode file, YamlNode values) in files.Children)
        {
            if (file is not YamlScalarNode { Value: { } name } || values is not YamlMappingNode mapping) { continue; }
            parameters[name] = mapping.Children
                .Where(static p => p is { Key: YamlScalarNode { Value: not null }, Value: YamlScalarNode { Value: not null } })
                .ToDictionary(static p => ((YamlScalarNode)p.Key).Value!, static p => ((YamlScalarNode)p.Value).Value!, StringComparer.Ordinal);
        }

        return parameters;
    }

    private static YamlMappingNode WriteStage(DvcStage stage)
    {
        YamlMappingNode node = DvcYaml.Copy(stage.Source);
        DvcYaml.Set(node, "cmd", stage.Commands.Count == 1 ? DvcYaml.Text(stage.Commands[0]) : new YamlSequenceNode(stage.Commands.Select(DvcYaml.Text)));
        DvcYaml.Set(node, "deps", stage.Dependencies.Count == 0 ? null : new YamlSequenceNode(stage.Dependencies.Select(static d => DvcOutputYaml.Write(d, inLock: true))));
        if (stage.Source is null && stage.Parameters.Count > 0)
        {
            YamlMappingNode files = [];
            foreach ((string file, IReadOnlyDictionary<string, string> values) in stage.Parameters)
            {
                files.Add(DvcYaml.Text(file), new YamlMappingNode(values.Select(static v => new KeyValuePair<YamlNode, YamlNode>(DvcYaml.Text(v.Key), new YamlScalarNode(v.Value)))));
            }

            node.Add("params", files);
        }

        DvcYaml.Set(node, "outs", stage.Outputs.Count == 0 ? null : new YamlSequenceNode(stage.Outputs.Select(static o => DvcOutputYaml.Write(o, inLock: true))));
        return node;
    }
}
