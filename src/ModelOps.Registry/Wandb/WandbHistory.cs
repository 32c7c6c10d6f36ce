using System.Runtime.CompilerServices;
using System.Text.Json;

namespace ModelOps.Registry.Wandb;

/// <summary>The history of a run as lines of JSON, one a step, merged from its metrics without holding them in memory.</summary>
internal sealed class WandbHistory(ITrackingStore store, TrackingRun run)
{
    private const int MaxBufferedPoints = 100_000;

    // A metric of such a name would overwrite what every line says about itself.
    private static readonly string[] s_reserved = ["_step", "_timestamp", "_runtime", "_wandb"];

    /// <summary>Points without a place in the lines read so far.</summary>
    public long LeftOut { get; private set; }

    public static bool HasEnded(TrackingRun run) => run.Status is RunStatus.Finished or RunStatus.Failed or RunStatus.Killed;

    /// <summary>Reads the lines, by step. The last step of a run that goes on is kept back, since more may come of it.</summary>
    public async IAsyncEnumerable<byte[]> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        LeftOut = 0;
        PriorityQueue<MetricCursor, long> cursors = await OpenAsync(cancellationToken).ConfigureAwait(false);
        byte[]? last = null;
        while (cursors.TryPeek(out _, out long step))
        {
            SortedDictionary<string, double> values = new(StringComparer.Ordinal);
            DateTimeOffset time = DateTimeOffset.MinValue;
            while (cursors.TryPeek(out MetricCursor? cursor, out long next) && next == step)
            {
                cursors.Dequeue();
                long points = 0;
                bool goesOn;
                do
                {
                    points++;
                    values[NameOf(cursor.Key)] = cursor.Current.Value;
                    if (cursor.Current.Timestamp > time) { time = cursor.Current.Timestamp; }
                    goesOn = await cursor.MoveNextAsync(cancellationToken).ConfigureAwait(false);
                }
                while (goesOn && cursor.Current.Step == step);
                if (goesOn) { cursors.Enqueue(cursor, cursor.Current.Step); }
                LeftOut += step < 0 ? points : points - 1;
            }

            if (step < 0) { continue; }
            if (last is not null) { yield return last; }
            last = Line(values, step, time);
        }

        if (last is not null && HasEnded(run)) { yield return last; }
    }

    /// <summary>The latest values, as one line.</summary>
    public string Summary() => System.Text.Encoding.UTF8.GetString(Line(
        new SortedDictionary<string, double>(run.Metrics.DistinctBy(static m => m.Key).ToDictionary(static m => NameOf(m.Key), static m => m.Value, StringComparer.Ordinal), StringComparer.Ordinal),
        run.Metrics.Select(static m => m.Step).DefaultIfEmpty(0).Max(),
        run.Metrics.Select(static m => m.Timestamp).DefaultIfEmpty(run.StartTime).Max()));

    private async Task<PriorityQueue<MetricCursor, long>> OpenAsync(CancellationToken cancellationToken)
    {
        string[] keys = [.. run.Metrics.Select(static m => m.Key).Distinct(StringComparer.Ordinal)];
        PriorityQueue<MetricCursor, long> cursors = new(keys.Length);
        foreach (string key in keys)
        {
            MetricCursor cursor = new(store, new MetricHistoryQuery { RunId = run.Id, Key = key, PageSize = Math.Clamp(MaxBufferedPoints / keys.Length, 100, 10_000) });
            if (await cursor.MoveNextAsync(cancellationToken).ConfigureAwait(false)) { cursors.Enqueue(cursor, cursor.Current.Step); }
        }

        return cursors;
    }

    private byte[] Line(SortedDictionary<string, double> values, long step, DateTimeOffset time)
    {
        using MemoryStream line = new();
        using (Utf8JsonWriter json = new(line, WandbJson.Options))
        {
            json.WriteStartObject();
            json.WriteNumber("_step", step);
            json.WriteNumber("_timestamp", time.ToUnixTimeMilliseconds() / 1000.0);
            json.WriteNumber("_runtime", Math.Max(0, (time - run.StartTime).TotalMilliseconds) / 1000);
            foreach ((string key, double value) in values)
            {
                json.WritePropertyName(key);
                WandbJson.Write(json, value);
            }

            json.WriteEndObject();
        }

        return line.ToArray();
    }

    private static string NameOf(string key) => s_reserved.Contains(key) ? "metrics/" + key : key;
}
