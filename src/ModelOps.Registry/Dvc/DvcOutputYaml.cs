using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace ModelOps.Registry.Dvc;

/// <summary>Outputs and dependencies as nodes of YAML.</summary>
internal static class DvcOutputYaml
{
    private const string Md5 = "md5";

    public static DvcOutput Read(YamlMappingNode node, string what)
    {
        string path = DvcYaml.Find(node, "path") ?? throw DvcException.Invalid(what, "it names something without 'path'");
        string? hash = DvcYaml.Find(node, Md5);
        string? algorithm = DvcYaml.Find(node, "hash");
        if (hash is not null && !DvcHash.IsHash(hash)) { throw DvcException.Invalid(what, $"the 'md5' of '{path}' is not 32 hex digits"); }
        if (algorithm is not (null or Md5 or "md5-dos2unix")) { throw DvcException.Invalid(what, $"'{path}' is hashed with '{algorithm}', where md5 is known"); }
        return new DvcOutput
        {
            Path = path,
            Hash = hash,
            IsLegacy = hash is not null && algorithm != Md5,
            Size = Number(node, "size", path, what),
            FileCount = Number(node, "nfiles", path, what),
            IsCached = DvcYaml.IsTrue(node, "cache", true),
            IsPushed = DvcYaml.IsTrue(node, "push", true),
            Remote = DvcYaml.Find(node, "remote"),
            Description = DvcYaml.Find(node, "desc"),
            Source = node,
        };
    }

    /// <summary>In the order of a <c>.dvc</c> file; or of a lock, which begins with the path.</summary>
    public static YamlMappingNode Write(DvcOutput output, bool inLock)
    {
        YamlMappingNode node = DvcYaml.Copy(output.Source);
        (string Key, YamlNode? Value)[] known =
        [
            (Md5, output.Hash is null ? null : DvcYaml.Text(output.Hash)),
            ("size", output.Size is { } size ? DvcYaml.Number(size) : null),
            ("nfiles", output.FileCount is { } files ? DvcYaml.Number(files) : null),
            ("hash", output.Hash is null || output.IsLegacy ? null : DvcYaml.Text(Md5)),
        ];
        if (inLock)
        {
            DvcYaml.Set(node, "path", DvcYaml.Text(output.Path));
            known = [known[3], .. known[..3]];
        }

        foreach ((string key, YamlNode? value) in known) { DvcYaml.Set(node, key, value); }
        DvcYaml.Set(node, "path", DvcYaml.Text(output.Path));
        DvcYaml.Set(node, "cache", output.IsCached ? null : new YamlScalarNode("false"));
        DvcYaml.Set(node, "push", output.IsPushed ? null : new YamlScalarNode("false"));
        DvcYaml.Set(node, "remote", output.Remote is null ? null : DvcYaml.Text(output.Remote));
        DvcYaml.Set(node, "desc", output.Description is null ? null : DvcYaml.Text(output.Description));
        return node;
    }

    private static long? Number(YamlMappingNode node, string key, string path, string what)
    {
        if (DvcYaml.Find(node, key) is not { } text) { return null; }
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long value) ? value : throw DvcException.Invalid(what, $"the '{key}' of '{path}' is no number");
    }
}
