using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using ModelOps.Registry.Diagnostics;

namespace ModelOps.Registry.Wandb;

/// <summary>Copies runs and model versions to Weights &amp; Biases. Nothing is read back: what is here stays the source of truth.</summary>
/// <remarks>Thread-safe, as long as one run is exported by one at a time. Every export can be repeated: it goes on where an earlier one ended, or was ended, and changes
/// nothing when there is nothing new. Its API is not documented by its makers; what is sent here is what their own open client sends.</remarks>
public sealed partial class WandbExporter : IDisposable
{
    private readonly WandbOptions _options;
    private readonly ITrackingStore? _tracking;
    private readonly IModelRegistry? _registry;
    private readonly ILogger _logger;
    private readonly WandbApi _api;
    private readonly WandbRuns _runs;
    private readonly WandbUploads _uploads;

    /// <summary>Makes an exporter. <c>AddWandbExport()</c> does so from the services of a host.</summary>
    /// <param name="options">Where to; read once.</param>
    /// <param name="tracking">Where runs come from; null when none are exported.</param>
    /// <param name="registry">Where model versions come from; null when none are exported.</param>
    /// <param name="secrets">Asked for the API key; null when it is in the options.</param>
    /// <param name="timeProvider">Clock of waits; null for the system's.</param>
    /// <param name="loggerFactory">Where it logs; null for nowhere.</param>
    /// <exception cref="OptionsValidationException">An option is missing or out of its range.</exception>
    public WandbExporter(
        WandbOptions options, ITrackingStore? tracking, IModelRegistry? registry = null, ISecretSource? secrets = null, TimeProvider? timeProvider = null, ILoggerFactory? loggerFactory = null)
    {
        _options = WandbOptionsValidator.Ensure(options);
        _tracking = tracking;
        _registry = registry;
        _logger = loggerFactory?.CreateLogger<WandbExporter>() ?? (ILogger)NullLogger.Instance;
        _api = new WandbApi(options, secrets, timeProvider ?? TimeProvider.System);
        _runs = new WandbRuns(_api, options);
        _uploads = new WandbUploads(options, timeProvider ?? TimeProvider.System, _logger);
    }

    /// <summary>Exports a run: parameters as its configuration, metrics as its history, one line a step, and as its summary, tags, notes, and its state.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="progress">Told of lines sent; null for nobody.</param>
    /// <param name="cancellationToken">Ends the export early; what was sent stays, and the next export goes on from there.</param>
    /// <returns>The run there. The newest step of a run that has not ended waits for the next export.</returns>
    /// <exception cref="TrackingNotFoundException">There is no such run.</exception>
    /// <exception cref="WandbException">The server cannot be reached, refuses, or holds another run of this id or another history of this run.</exception>
    /// <exception cref="InvalidOperationException">The exporter has no tracking store.</exception>
    public async Task<WandbRun> ExportRunAsync(string runId, IProgress<WandbProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(runId);
        ITrackingStore tracking = _tracking ?? throw new InvalidOperationException("There is no ITrackingStore to export runs from. Call AddRegistry(), or give one.");
        TrackingRun run = await tracking.GetRunAsync(runId, cancellationToken).ConfigureAwait(false);
        if (!WandbNames.IsName(run.Id)) { throw WandbException.Refused("the id of the run, which has characters that cannot be part of a path"); }
        Experiment experiment = await tracking.GetExperimentAsync(run.ExperimentId, cancellationToken).ConfigureAwait(false);

        WandbBucket? before = await _runs.FindAsync(run.Id, cancellationToken).ConfigureAwait(false);
        WandbNote note = before?.Note ?? new WandbNote(run.Id, 0, HexOf([]));
        if (note.RunId != run.Id || before is { Note: null, Lines: > 0 }) { throw Foreign(run.Id); }
        WandbBucket bucket = await _runs.UpsertAsync(run.Id, json => WandbRuns.Write(json, run, experiment, note), cancellationToken).ConfigureAwait(false);
        if (before is null && bucket.Lines > 0 && bucket.Note?.RunId != run.Id) { throw Foreign(run.Id); }

        WandbHistory history = new(tracking, run);
        WandbStream stream = new(_api, _runs, bucket, run.Id, _options.MaxRequestBytes);
        WandbNote sent = await SendAsync(history, stream, bucket.Lines, note, progress, cancellationToken).ConfigureAwait(false);
        if (sent != note) { await _runs.UpsertAsync(run.Id, json => WandbRuns.Write(json, run, experiment, sent), cancellationToken).ConfigureAwait(false); }
        await stream.FinishAsync(history.Summary(), ExitCode(run.Status), cancellationToken).ConfigureAwait(false);
        _logger.WandbRunExported(run.Id, stream.Sent, sent.Lines, history.LeftOut);
        return new WandbRun
        {
            Entity = bucket.Entity!,
            Project = bucket.Project!,
            Id = run.Id,
            HistoryLines = sent.Lines,
            LinesSent = stream.Sent,
            PointsLeftOut = history.LeftOut,
        };
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose()
    {
        _api.Dispose();
        _uploads.Dispose();
    }

    // Lines are only ever added at the end: what the server has must be how they begin.
    private static async Task<WandbNote> SendAsync(
        WandbHistory history, WandbStream stream, long there, WandbNote note, IProgress<WandbProgress>? progress, CancellationToken cancellationToken)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        long lines = 0;
        await foreach (byte[] line in history.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            hash.AppendData(line);
            hash.AppendData("\n"u8);
            lines++;
            if (lines == note.Lines && Convert.ToHexStringLower(hash.GetCurrentHash()) != note.Hash) { throw Changed(note.RunId); }
            if (lines <= there) { continue; }
            long before = stream.Offset;
            await stream.AddAsync(line, cancellationToken).ConfigureAwait(false);
            if (stream.Offset > before) { progress?.Report(new WandbProgress(WandbPhase.History, stream.Offset, null)); }
        }

        if (lines < Math.Max(there, note.Lines)) { throw Changed(note.RunId); }
        await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
        progress?.Report(new WandbProgress(WandbPhase.History, stream.Offset, null));
        return note with { Lines = lines, Hash = Convert.ToHexStringLower(hash.GetCurrentHash()) };
    }

    private static string HexOf(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    // What a shell would see: 255 is what the server's own client says of one that was interrupted.
    private static int? ExitCode(RunStatus status) => status switch
    {
        RunStatus.Finished => 0,
        RunStatus.Failed => 1,
        RunStatus.Killed => 255,
        _ => null,
    };

    private static WandbException Foreign(string run) => WandbException.Conflict(
        $"Weights & Biases has a run '{run}' in this project that was not exported from here. Delete it there, or export to another project.");

    private static WandbException Changed(string run) => WandbException.Conflict(
        $"The history of run '{run}' is no longer the one that was exported: points were logged at steps that Weights & Biases has already. Delete the run there, and export it again.");
}
