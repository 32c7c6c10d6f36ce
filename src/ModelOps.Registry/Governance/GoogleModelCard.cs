using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ModelOps.Registry.Governance;

/// <summary>The JSON of Google's Model Card Toolkit, schema 0.0.2.</summary>
internal sealed class GoogleModelCard : IDisposable
{
    private readonly ArrayBufferWriter<byte> _bytes = new();
    private readonly Utf8JsonWriter _json;
    private readonly VersionFacts _facts;

    private GoogleModelCard(VersionFacts facts)
    {
        _facts = facts;
        _json = new Utf8JsonWriter(_bytes, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }

    public static byte[] Write(VersionFacts facts)
    {
        using GoogleModelCard card = new(facts);
        return card.Write();
    }

    public void Dispose() => _json.Dispose();

    private byte[] Write()
    {
        _json.WriteStartObject();
        _json.WriteString("schema_version", "0.0.2");
        WriteDetails();
        WriteParameters();
        WriteAnalysis();
        WriteConsiderations();
        _json.WriteEndObject();
        _json.Flush();
        return _bytes.WrittenSpan.ToArray();
    }

    private void WriteDetails()
    {
        ModelCard card = _facts.Card;
        _json.WriteStartObject("model_details");
        _json.WriteString("name", _facts.Version.Model);
        Text("overview", _facts.Description.Length > 0 ? _facts.Description : null);
        Text("documentation", card.Documentation);
        Objects("owners", card.Owners, o => ("name", o.Name, "contact", o.Contact));
        _json.WriteStartObject("version");
        _json.WriteString("name", _facts.Version.Version.ToString());
        _json.WriteString("date", _facts.Version.CreatedAt.UtcDateTime.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        _json.WriteEndObject();
        Objects("licenses", card.Licenses, l => LicenseNames.IsExpression(l) ? ("identifier", l, "", null) : ("custom_text", l, "", null));
        Objects("references", card.References, r => ("reference", r, "", null));
        Objects("citations", card.Citations, c => ("citation", c, "", null));
        _json.WriteEndObject();
    }

    private void WriteParameters()
    {
        _json.WriteStartObject("model_parameters");
        Text("model_architecture", _facts.Card.Architecture ?? _facts.Card.ArchitectureFamily);
        if (_facts.Datasets.Count > 0)
        {
            _json.WriteStartArray("data");
            foreach (TrainingDataset dataset in _facts.Datasets)
            {
                _json.WriteStartObject();
                _json.WriteString("name", dataset.Name);
                Text("description", dataset.Description);
                Text("link", dataset.Uri);
                if (dataset.SensitiveData.Count > 0)
                {
                    _json.WriteStartObject("sensitive");
                    _json.WriteStartArray("sensitive_data");
                    foreach (string kind in dataset.SensitiveData) { _json.WriteStringValue(kind); }
                    _json.WriteEndArray();
                    _json.WriteEndObject();
                }

                _json.WriteEndObject();
            }

            _json.WriteEndArray();
        }

        if (_facts.Version.Signature is { } signature)
        {
            Format("input", signature.Inputs);
            Format("output", signature.Outputs);
        }

        _json.WriteEndObject();
    }

    private void WriteAnalysis()
    {
        if (_facts.Metrics.Count == 0) { return; }
        _json.WriteStartObject("quantitative_analysis");
        _json.WriteStartArray("performance_metrics");
        foreach (ModelCardMetric metric in _facts.Metrics)
        {
            _json.WriteStartObject();
            _json.WriteString("type", metric.Name);
            _json.WriteString("value", VersionFacts.Text(metric.Value));
            Text("slice", metric.Slice);
            if (metric is { LowerBound: { } lower, UpperBound: { } upper })
            {
                _json.WriteStartObject("confidence_interval");
                _json.WriteString("lower_bound", VersionFacts.Text(lower));
                _json.WriteString("upper_bound", VersionFacts.Text(upper));
                _json.WriteEndObject();
            }

            _json.WriteEndObject();
        }

        _json.WriteEndArray();
        _json.WriteEndObject();
    }

    private void WriteConsiderations()
    {
        ModelCard card = _facts.Card;
        _json.WriteStartObject("considerations");
        Objects("users", card.Users, u => ("description", u, "", null));
        Objects("use_cases", card.UseCases, u => ("description", u, "", null));
        Objects("limitations", card.Limitations, l => ("description", l, "", null));
        Objects("tradeoffs", card.Tradeoffs, t => ("description", t, "", null));
        Objects("ethical_considerations", card.EthicalConsiderations, r => ("name", r.Name, "mitigation_strategy", r.Mitigation));
        _json.WriteEndObject();
    }

    private void Format(string side, IReadOnlyList<TensorSpec> specs)
    {
        _json.WriteString($"{side}_format", string.Join(", ", specs));
        _json.WriteStartArray($"{side}_format_map");
        foreach (TensorSpec spec in specs)
        {
            _json.WriteStartObject();
            _json.WriteString("key", spec.Name);
            _json.WriteString("value", spec.ToString()[(spec.Name.Length + 2)..]);
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
    }

    private void Text(string name, string? value)
    {
        if (value is not null) { _json.WriteString(name, value); }
    }

    private void Objects<T>(string name, IReadOnlyList<T> items, Func<T, (string First, string Value, string Second, string? Other)> fields)
    {
        if (items.Count == 0) { return; }
        _json.WriteStartArray(name);
        foreach (T item in items)
        {
            (string first, string value, string second, string? other) = fields(item);
            _json.WriteStartObject();
            _json.WriteString(first, value);
            if (other is not null) { _json.WriteString(second, other); }
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
    }
}
