using System.Text.Json;

namespace ModelOps.Serving.AspNetCore.Endpoints;

/// <summary>Statistics in the form of Triton's statistics extension: counts, and times in nanoseconds.</summary>
internal static class StatisticsJson
{
    private const int NanosecondsPerTick = 100;

    public static void Write(Utf8JsonWriter writer, IReadOnlyList<ModelStatistics> statistics, IReadOnlyList<HostedModelStatus> models)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("model_stats"u8);
        foreach (ModelStatistics one in statistics)
        {
            long bytes = models.FirstOrDefault(m => m.Name == one.Model && m.Version == one.Version)?.ResidentBytes ?? 0;
            Write(writer, one, bytes);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, ModelStatistics statistics, long bytes)
    {
        writer.WriteStartObject();
        writer.WriteString("name"u8, statistics.Model);
        writer.WriteString("version"u8, statistics.Version);
        writer.WriteNumber("last_inference"u8, statistics.LastInference?.ToUnixTimeMilliseconds() ?? 0);
        writer.WriteNumber("inference_count"u8, statistics.InferenceCount);
        writer.WriteNumber("execution_count"u8, statistics.ExecutionCount);
        writer.WriteStartObject("inference_stats"u8);
        Write(writer, "success"u8, statistics.Success);
        Write(writer, "fail"u8, statistics.Failure);
        Write(writer, "queue"u8, statistics.Queue);
        Write(writer, "compute_input"u8, statistics.ComputeInput);
        Write(writer, "compute_infer"u8, statistics.ComputeInfer);
        Write(writer, "compute_output"u8, statistics.ComputeOutput);
        Write(writer, "cache_hit"u8, statistics.CacheHit);
        Write(writer, "cache_miss"u8, statistics.CacheMiss);
        writer.WriteEndObject();
        writer.WriteStartObject("response_stats"u8); // of models that answer in parts, which there are none of
        writer.WriteEndObject();
        writer.WriteStartArray("batch_stats"u8);
        foreach (BatchStatistics batch in statistics.Batches) { Write(writer, batch); }
        writer.WriteEndArray();
        WriteMemory(writer, bytes);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, BatchStatistics batch)
    {
        writer.WriteStartObject();
        writer.WriteNumber("batch_size"u8, batch.BatchSize);
        Write(writer, "compute_input"u8, batch.ComputeInput);
        Write(writer, "compute_infer"u8, batch.ComputeInfer);
        Write(writer, "compute_output"u8, batch.ComputeOutput);
        writer.WriteEndObject();
    }

    private static void WriteMemory(Utf8JsonWriter writer, long bytes)
    {
        writer.WriteStartArray("memory_usage"u8);
        if (bytes > 0)
        {
            writer.WriteStartObject();
            writer.WriteString("type"u8, "CPU"u8);
            writer.WriteNumber("id"u8, 0);
            writer.WriteNumber("byte_size"u8, bytes);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, ReadOnlySpan<byte> name, ModelDuration duration)
    {
        writer.WriteStartObject(name);
        writer.WriteNumber("count"u8, duration.Count);
        writer.WriteNumber("ns"u8, duration.Total.Ticks * NanosecondsPerTick);
        writer.WriteEndObject();
    }
}
