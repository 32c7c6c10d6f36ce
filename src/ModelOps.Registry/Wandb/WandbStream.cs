using System.Text.Json;
using ModelOps.Registry.Http;

namespace ModelOps.Registry.Wandb;

/// <summary>Sends lines of one run's history, some at a time, each at its place: a line sent twice is there once.</summary>
internal sealed class WandbStream(WandbApi api, WandbRuns runs, WandbBucket bucket, string run, int maxBytes)
{
    private readonly List<byte[]> _lines = [];
    private long _bytes;

    /// <summary>Lines that the server has.</summary>
    public long Offset { get; private set; } = bucket.Lines;

    public long Sent { get; private set; }

    public async ValueTask AddAsync(byte[] line, CancellationToken cancellationToken)
    {
        if (_bytes > 0 && _bytes + line.Length > maxBytes) { await FlushAsync(cancellationToken).ConfigureAwait(false); }
        _lines.Add(line);
        _bytes += line.Length;
    }

    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (_lines.Count == 0) { return; }
        long end = Offset + _lines.Count;
        ServiceAnswer answer = await SendAsync(json => File(json, "wandb-history.jsonl", Offset, _lines), cancellationToken).ConfigureAwait(false);
        if (answer.Status == 409)
        {
            // The answer of an earlier attempt may have been lost; then they are there.
            WandbBucket? now = await runs.FindAsync(run, cancellationToken).ConfigureAwait(false);
            if (now?.Lines != end) { throw WandbException.Conflict($"Run '{run}' has {now?.Lines ?? 0} lines of history in Weights & Biases where {Offset} or {end} were expected: something else writes to it. Stop that, or delete the run there, and export again.", 409); }
        }
        else if (!answer.IsSuccess)
        {
            throw WandbException.Of($"the history of run '{run}'", answer);
        }

        Sent += _lines.Count;
        Offset = end;
        _lines.Clear();
        _bytes = 0;
    }

    /// <summary>Sends the latest values and, when the run has ended, how.</summary>
    public async Task FinishAsync(string summary, int? exitCode, CancellationToken cancellationToken)
    {
        ServiceAnswer answer = await SendAsync(
            json => File(json, "wandb-summary.json", 0, [System.Text.Encoding.UTF8.GetBytes(summary)]),
            cancellationToken,
            exitCode).ConfigureAwait(false);
        if (!answer.IsSuccess) { throw WandbException.Of($"the summary of run '{run}'", answer); }
    }

    private async Task<ServiceAnswer> SendAsync(Action<Utf8JsonWriter> files, CancellationToken cancellationToken, int? exitCode = null)
    {
        using MemoryStream body = new();
        using (Utf8JsonWriter json = new(body, WandbJson.Options))
        {
            json.WriteStartObject();
            json.WriteStartObject("files");
            files(json);
            json.WriteEndObject();
            if (exitCode is { } code)
            {
                json.WriteBoolean("complete", true);
                json.WriteNumber("exitcode", code);
            }

            json.WriteEndObject();
        }

        return await api.StreamAsync(bucket.Entity!, bucket.Project!, run, body.ToArray(), cancellationToken).ConfigureAwait(false);
    }

    private static void File(Utf8JsonWriter json, string name, long offset, IEnumerable<byte[]> lines)
    {
        json.WriteStartObject(name);
        json.WriteNumber("offset", offset);
        json.WriteStartArray("content");
        foreach (byte[] line in lines) { json.WriteStringValue(line); }
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
