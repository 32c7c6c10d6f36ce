using System.Globalization;
using System.Text;
using System.Text.Json;

namespace ModelOps.Registry.Gates;

/// <summary>A decision as the evidence of an alias move, and as one JSON document.</summary>
public static class PromotionEvidence
{
    /// <summary>Begins the key of each gate's entry.</summary>
    public const string GatePrefix = "gate.";

    private const int MaxReasons = 20;
    private const int MaxFigures = 100;
    private const int MaxMessageLength = 300;

    /// <summary>One entry for each gate, its value JSON with <c>verdict</c>, <c>figures</c> and <c>reasons</c>, and what the decision was about.</summary>
    /// <param name="decision">The decision.</param>
    /// <returns>Entries within what the registry takes.</returns>
    public static IReadOnlyDictionary<string, string> Of(PromotionDecision decision)
    {
        ArgumentNullException.ThrowIfNull(decision);
        Dictionary<string, string> evidence = new(StringComparer.Ordinal)
        {
            ["promotion.digest"] = decision.Digest,
            ["promotion.decided_at"] = decision.At.ToString("O", CultureInfo.InvariantCulture),
            ["promotion.champion"] = decision.ChampionNumber?.ToString(CultureInfo.InvariantCulture) ?? string.Empty,
        };
        foreach (GateResult gate in decision.Gates) { evidence[GatePrefix + gate.Gate] = Json(json => Write(json, gate)); }
        return evidence;
    }

    /// <summary>Writes a decision for programs: continuous integration, tickets, dashboards.</summary>
    /// <param name="decision">The decision.</param>
    /// <returns>A JSON object.</returns>
    public static string ToJson(PromotionDecision decision)
    {
        ArgumentNullException.ThrowIfNull(decision);
        return Json(json =>
        {
            json.WriteString("model", decision.Model);
            json.WriteNumber("number", decision.Number);
            json.WriteString("digest", decision.Digest);
            json.WriteString("alias", decision.Alias);
            if (decision.ChampionNumber is { } champion) { json.WriteNumber("champion", champion); }
            json.WriteNumber("aliasRevision", decision.AliasRevision);
            json.WriteString("at", decision.At);
            json.WriteBoolean("allowed", decision.IsAllowed);
            json.WriteStartArray("gates");
            foreach (GateResult gate in decision.Gates)
            {
                json.WriteStartObject();
                json.WriteString("gate", gate.Gate);
                Write(json, gate);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
    }

    private static void Write(Utf8JsonWriter json, GateResult gate)
    {
        json.WriteString("verdict", gate.Verdict switch { GateVerdict.Passed => "passed", GateVerdict.Refused => "refused", _ => "notApplicable" });
        json.WriteStartObject("figures");
        foreach ((string name, double value) in gate.Figures.OrderBy(static f => f.Key, StringComparer.Ordinal).Take(MaxFigures))
        {
            if (double.IsFinite(value)) { json.WriteNumber(Short(name, 50), value); }
            else { json.WriteString(Short(name, 50), value.ToString(CultureInfo.InvariantCulture)); }
        }

        json.WriteEndObject();
        json.WriteStartArray("reasons");
        foreach (GateReason reason in gate.Reasons.Take(MaxReasons))
        {
            json.WriteStartObject();
            json.WriteString("code", reason.Code);
            json.WriteString("message", Short(reason.Message, MaxMessageLength));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static string Json(Action<Utf8JsonWriter> write) => Encoding.UTF8.GetString(Http.JsonBody.Object(write));

    private static string Short(string text, int length) => text.Length <= length ? text : text[..length];
}
