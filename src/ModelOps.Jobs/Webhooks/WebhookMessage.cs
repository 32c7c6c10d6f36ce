using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace ModelOps.Jobs;

/// <summary>The message about a job's end: which job, and how it ended. The result is to be fetched, so that it goes to those who may have it.</summary>
internal sealed record WebhookMessage(string Id, byte[] Body)
{
    public static WebhookMessage Of(InferenceJob job)
    {
        DateTimeOffset ended = job.FinishedAt ?? job.CreatedAt;
        ArrayBufferWriter<byte> body = new();
        using (Utf8JsonWriter writer = new(body))
        {
            writer.WriteStartObject();
            writer.WriteString("type"u8, $"job.{job.State.ToString().ToLowerInvariant()}");
            writer.WriteString("timestamp"u8, ended);
            writer.WriteStartObject("data"u8);
            writer.WriteString("id"u8, job.Id);
            writer.WriteString("state"u8, job.State.ToString().ToUpperInvariant());
            writer.WriteString("model"u8, job.Model.ToString());
            writer.WriteNumber("attempts"u8, job.Attempt);
            if (job.Error is not null) { writer.WriteString("error_code"u8, job.Error.Code); }
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        // One end, one identifier, however often it is sent; a replayed job ends a second time.
        return new WebhookMessage(string.Create(CultureInfo.InvariantCulture, $"job_{job.Id}_{ended.ToUnixTimeMilliseconds()}"), body.WrittenSpan.ToArray());
    }
}
