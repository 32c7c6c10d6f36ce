using System.Text.Json;
using ModelOps.OpenInference.Wire;

namespace ModelOps.Serving.AspNetCore.Wire;

/// <summary>Reads the body of the repository extension's index: <c>{"ready": bool}</c>, or nothing.</summary>
internal static class IndexRequestReader
{
    public static bool ReadReadyOnly(ReadOnlySpan<byte> json)
    {
        if (json.IsEmpty) { return false; }
        Utf8JsonReader reader = WireJson.ReadObject(json);
        bool? ready = null;
        while (WireJson.NextMember(ref reader))
        {
            if (!reader.ValueTextEquals("ready"u8)) { reader.Skip(); continue; }
            WireJson.Once(ready is not null, "ready");
            reader.Read();
            ready = WireJson.ToBool(ref reader, "ready");
        }

        reader.Read();
        return ready ?? false;
    }
}
