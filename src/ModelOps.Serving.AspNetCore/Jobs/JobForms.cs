using System.Globalization;
using ModelOps.Serving.AspNetCore.Wire;

namespace ModelOps.Serving.AspNetCore.Jobs;

/// <summary>Keeps with a job the form in which its submitter wants the outputs.</summary>
internal static class JobForms
{
    private const string Default = "oip.binary";
    private const string Outputs = "oip.outputs";

    public static Dictionary<string, string> Write(InferenceExchange exchange)
    {
        Dictionary<string, string> properties = new(StringComparer.Ordinal);
        if (exchange.BinaryByDefault) { properties[Default] = "1"; }
        if (exchange.OutputForms.Exists(static f => f != default)) { properties[Outputs] = string.Join(',', exchange.OutputForms.Select(Write)); }
        return properties;
    }

    public static void Read(IReadOnlyDictionary<string, string> properties, InferenceExchange exchange)
    {
        exchange.BinaryByDefault = properties.ContainsKey(Default);
        if (!properties.TryGetValue(Outputs, out string? outputs)) { return; }
        exchange.OutputForms.AddRange(outputs.Split(',').Select(Read));
        exchange.HasClasses = exchange.OutputForms.Exists(static f => f.Classes > 0);
    }

    private static string Write(OutputForm form) =>
        string.Create(CultureInfo.InvariantCulture, $"{form.IsBinary switch { true => 'b', false => 'j', null => '-' }}{form.Classes}");

    private static OutputForm Read(string form) =>
        new(form[0] switch { 'b' => true, 'j' => false, _ => null }, int.Parse(form.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture));
}
