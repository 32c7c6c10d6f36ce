using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ModelOps.Registry.Governance;

/// <summary>Writes YAML part by part. Every text that could be read as something else is quoted.</summary>
internal sealed class YamlLines(IEmitter emitter)
{
    public void Begin()
    {
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(null, null, isImplicit: true));
        BeginMap();
    }

    public void End()
    {
        EndMap();
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
    }

    public void BeginMap() => emitter.Emit(new MappingStart());

    public void EndMap() => emitter.Emit(new MappingEnd());

    public void BeginList() => emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, isImplicit: true, SequenceStyle.Block));

    public void EndList() => emitter.Emit(new SequenceEnd());

    public void Key(string key) => emitter.Emit(new Scalar(key));

    /// <summary>A key with a text; nothing when there is none.</summary>
    public void Pair(string key, string? value)
    {
        if (value is null) { return; }
        Key(key);
        Text(value);
    }

    public void Number(string key, double value)
    {
        Key(key);
        string text = value.ToString("R", CultureInfo.InvariantCulture);
        emitter.Emit(new Scalar(text.Contains('E', StringComparison.Ordinal) && !text.Contains('.', StringComparison.Ordinal) ? text.Replace("E", ".0E", StringComparison.Ordinal) : text));
    }

    /// <summary>A key with a list of texts; nothing when there are none.</summary>
    public void List(string key, IReadOnlyList<string> values)
    {
        if (values.Count == 0) { return; }
        Key(key);
        BeginList();
        foreach (string value in values) { Text(value); }
        EndList();
    }

    public void Map(string key, params (string Key, string? Value)[] pairs)
    {
        Key(key);
        BeginMap();
        foreach ((string name, string? value) in pairs) { Pair(name, value); }
        EndMap();
    }

    // Plain only where no reader of YAML could take it for a number, a date, a truth value or a syntax: "no" is a language.
    private void Text(string value)
    {
        bool plain = value.Length > 0 && char.IsAsciiLetter(value[0]) && value.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '/')
            && value.ToLowerInvariant() is not ("y" or "n" or "yes" or "no" or "on" or "off" or "true" or "false" or "null");
        emitter.Emit(new Scalar(AnchorName.Empty, TagName.Empty, value, plain ? ScalarStyle.Plain : ScalarStyle.DoubleQuoted, isPlainImplicit: plain, isQuotedImplicit: true));
    }
}
