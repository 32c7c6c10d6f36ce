using YamlDotNet.RepresentationModel;

namespace ModelOps.Registry.Dvc;

/// <summary>A <c>.dvc</c> file: what stands in git for data that lies in DVC's cache and remotes.</summary>
/// <remarks>What a file says beyond this is kept and written back. Format: DVC documentation, ".dvc Files", 2.x and 3.x.</remarks>
public sealed record DvcFile
{
    private const string What = "The .dvc file";

    /// <summary>The data it stands for.</summary>
    public required IReadOnlyList<DvcOutput> Outputs { get; init; }

    /// <summary>What the data was imported from; empty for data that was added.</summary>
    public IReadOnlyList<DvcOutput> Dependencies { get; init; } = [];

    /// <summary>Whether DVC leaves it alone when it reproduces. Default false.</summary>
    public bool IsFrozen { get; init; }

    /// <summary>Folder that paths start at, from the file's own; null for the file's own.</summary>
    public string? WorkingDirectory { get; init; }

    internal YamlMappingNode? Source { get; init; }

    /// <summary>Reads a <c>.dvc</c> file.</summary>
    /// <param name="text">Its text.</param>
    /// <returns>The file.</returns>
    /// <exception cref="DvcException">It is no <c>.dvc</c> file; the message says why.</exception>
    public static DvcFile Parse(string text)
    {
        YamlMappingNode root = DvcYaml.Parse(text, What);
        return new DvcFile
        {
            Outputs = [.. DvcYaml.FindList(root, "outs", What).Select(static n => DvcOutputYaml.Read(n, What))],
            Dependencies = [.. DvcYaml.FindList(root, "deps", What).Select(static n => DvcOutputYaml.Read(n, What))],
            IsFrozen = DvcYaml.IsTrue(root, "frozen", false),
            WorkingDirectory = DvcYaml.Find(root, "wdir"),
            Source = root,
        };
    }

    /// <summary>Writes the file.</summary>
    /// <returns>Its text, as DVC writes it.</returns>
    public string ToYaml()
    {
        YamlMappingNode root = DvcYaml.Copy(Source);
        DvcYaml.Set(root, "frozen", IsFrozen ? new YamlScalarNode("true") : null);
        DvcYaml.Set(root, "deps", Dependencies.Count == 0 ? null : new YamlSequenceNode(Dependencies.Select(static d => DvcOutputYaml.Write(d, inLock: false))));
        DvcYaml.Set(root, "outs", new YamlSequenceNode(Outputs.Select(static o => DvcOutputYaml.Write(o, inLock: false))));
        DvcYaml.Set(root, "wdir", WorkingDirectory is null ? null : DvcYaml.Text(WorkingDirectory));
        return DvcYaml.Write(root);
    }
}
