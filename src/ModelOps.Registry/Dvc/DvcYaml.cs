using System.Globalization;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace ModelOps.Registry.Dvc;

/// <summary>Reads and writes the YAML of DVC's files as nodes: what they say beyond what is known here stays.</summary>
internal static partial class DvcYaml
{
    private const int MaxLength = 64 << 20;
    private const int MaxDepth = 64;

    /// <exception cref="DvcException">It is no YAML, or not of DVC's kind: a mapping without anchors.</exception>
    public static YamlMappingNode Parse(string text, string what)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > MaxLength) { throw DvcException.Invalid(what, $"it has more than {MaxLength} characters"); }
        try
        {
            CheckEvents(text, what);
            YamlStream stream = [];
            stream.Load(new StringReader(text));
            if (stream.Documents.Count == 0) { return []; }
            return stream.Documents.Count == 1 && stream.Documents[0].RootNode is YamlMappingNode mapping
                ? mapping
                : throw DvcException.Invalid(what, "it is not one mapping");
        }
        catch (YamlException error)
        {
            throw DvcException.Invalid(what, $"it is no YAML (line {error.Start.Line})", error);
        }
        catch (ArgumentException error)
        {
            throw DvcException.Invalid(what, "it has a key twice", error);
        }
    }

    public static string Write(YamlMappingNode root)
    {
        using StringWriter text = new(CultureInfo.InvariantCulture) { NewLine = "\n" };
        Emitter emitter = new(text, new EmitterSettings(bestIndent: 2, bestWidth: int.MaxValue, isCanonical: false, maxSimpleKeyLength: 1024));
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(null, null, isImplicit: true));
        Emit(emitter, root);
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
        return text.ToString();
    }

    /// <summary>A text that YAML reads as a text again, also where it looks like a number, a date or a truth.</summary>
    public static YamlScalarNode Text(string value) => new(value) { Style = LooksLikeOther().IsMatch(value) ? ScalarStyle.SingleQuoted : ScalarStyle.Any };

    public static YamlScalarNode Number(long value) => new(value.ToString(CultureInfo.InvariantCulture)) { Style = ScalarStyle.Plain };

    public static string? Find(YamlMappingNode node, string key) =>
        node.Children.TryGetValue(new YamlScalarNode(key), out YamlNode? value) && value is YamlScalarNode scalar && !IsNull(scalar) ? scalar.Value : null;

    public static IEnumerable<YamlMappingNode> FindList(YamlMappingNode node, string key, string what)
    {
        if (!node.Children.TryGetValue(new YamlScalarNode(key), out YamlNode? value) || value is YamlScalarNode { Value: "" or null or "null" }) { return []; }
        return value is YamlSequenceNode list && list.Children.All(static c => c is YamlMappingNode)
            ? list.Children.Cast<YamlMappingNode>()
            : throw DvcException.Invalid(what, $"'{key}' is not a list of mappings");
    }

    public static bool IsTrue(YamlMappingNode node, string key, bool otherwise) =>
        Find(node, key) is { } text ? text.Equals("true", StringComparison.OrdinalIgnoreCase) : otherwise;

    /// <summary>A mapping with the same members, which can be changed while the other stays; empty for null.</summary>
    public static YamlMappingNode Copy(YamlMappingNode? source) => source is null ? [] : new YamlMappingNode(source.Children);

    /// <summary>Sets a key where it is or at the end; null removes it.</summary>
    public static void Set(YamlMappingNode node, string key, YamlNode? value)
    {
        YamlScalarNode name = new(key);
        if (value is null) { node.Children.Remove(name); }
        else { node.Children[name] = value; }
    }

    private static bool IsNull(YamlScalarNode scalar) => scalar.Style == ScalarStyle.Plain && scalar.Value is "" or "null" or "~";

    // Before a tree is built: nesting that would overflow the stack, and aliases that would swell without bound.
    private static void CheckEvents(string text, string what)
    {
        Parser parser = new(new StringReader(text));
        int depth = 0;
        while (parser.MoveNext())
        {
            depth += parser.Current!.NestingIncrease;
            if (depth > MaxDepth) { throw DvcException.Invalid(what, "it is nested deeper than DVC's files are"); }
            if (parser.Current is AnchorAlias) { throw DvcException.Invalid(what, "it has aliases, which DVC does not write"); }
        }
    }

    private static void Emit(Emitter emitter, YamlNode node)
    {
        switch (node)
        {
            case YamlScalarNode scalar:
                emitter.Emit(new Scalar(AnchorName.Empty, TagName.Empty, scalar.Value ?? "", scalar.Style, isPlainImplicit: true, isQuotedImplicit: true));
                break;
            case YamlSequenceNode sequence:
                emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, isImplicit: true, sequence.Children.Count == 0 ? SequenceStyle.Flow : sequence.Style));
                foreach (YamlNode child in sequence.Children) { Emit(emitter, child); }
                emitter.Emit(new SequenceEnd());
                break;
            case YamlMappingNode mapping:
                emitter.Emit(new MappingStart(AnchorName.Empty, TagName.Empty, isImplicit: true, mapping.Children.Count == 0 ? MappingStyle.Flow : mapping.Style));
                foreach ((YamlNode key, YamlNode value) in mapping.Children)
                {
                    Emit(emitter, key);
                    Emit(emitter, value);
                }

                emitter.Emit(new MappingEnd());
                break;
        }
    }

    // Numbers, dates and truths of YAML 1.1 and 1.2; a hash of digits with one 'e' is a number too.
    [GeneratedRegex(@"\A(?:[-+]?(?:[0-9][0-9_]*\.?[0-9_]*|\.[0-9][0-9_]*)(?:[eE][-+]?[0-9]+)?|0o[0-7_]+|0x[0-9a-fA-F_]+|0b[01_]+|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}.*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)|~|null|Null|NULL|true|True|TRUE|false|False|FALSE|y|Y|yes|Yes|YES|n|N|no|No|NO|on|On|ON|off|Off|OFF|)\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LooksLikeOther();
}
