using System.Text.Json;

namespace ModelOps.Serving.AspNetCore.Jobs;

/// <summary>Jobs as callers see them.</summary>
internal static class JobJson
{
    public static void Write(Utf8JsonWriter writer, InferenceJob job)
    {
        writer.WriteStartObject();
        writer.WriteString("id"u8, job.Id);
        writer.WriteString("state"u8, job.State.ToString().ToUpperInvariant());
        writer.WriteString("kind"u8, job.Kind);
        writer.WriteString("model"u8, job.Model.ToString());
        if (job.Tenant is not null) { writer.WriteString("tenant"u8, job.Tenant); }
        writer.WriteNumber("attempt"u8, job.Attempt);
        writer.WriteNumber("max_attempts"u8, job.MaxAttempts);
        writer.WriteString("created_at"u8, job.CreatedAt);
        if (job is { State: InferenceJobState.Queued, Attempt: > 0 }) { writer.WriteString("next_attempt_at"u8, job.DueAt); }
        WriteTime(writer, "started_at"u8, job.StartedAt);
        WriteTime(writer, "finished_at"u8, job.FinishedAt);
        WriteTime(writer, "expires_at"u8, job.ExpiresAt);
        if (job.IsCancellationRequested) { writer.WriteBoolean("cancellation_requested"u8, true); }
        if (job.Error is { } error)
        {
            writer.WriteStartObject("error"u8);
            writer.WriteString("code"u8, error.Code);
            writer.WriteString("message"u8, error.Message);
            writer.WriteEndObject();
        }

        if (job.Progress is { } progress)
        {
            writer.WriteStartObject("progress"u8);
            writer.WriteNumber("done"u8, progress.Done);
            if (progress.Total is { } total) { writer.WriteNumber("total"u8, total); }
            writer.WriteEndObject();
        }

        if (job.Webhook is { } webhook)
        {
            writer.WriteStartObject("webhook"u8);
            writer.WriteString("state"u8, webhook.State.ToString().ToUpperInvariant());
            writer.WriteNumber("attempts"u8, webhook.Attempts);
            if (webhook.LastOutcome is not null) { writer.WriteString("last_outcome"u8, webhook.LastOutcome); }
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void WriteTime(Utf8JsonWriter writer, ReadOnlySpan<byte> name, DateTimeOffset? time)
    {
        if (time is { } at) { writer.WriteString(name, at); }
    }
}
