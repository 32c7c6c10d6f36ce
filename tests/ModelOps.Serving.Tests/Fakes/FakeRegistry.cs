using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using ModelOps.TestSupport;

namespace ModelOps.Serving.Tests.Fakes;

/// <summary>A registry in memory with what serving uses of one: versions, aliases, events, a watch, and faults on demand.</summary>
internal sealed partial class FakeRegistry : IModelRegistry, IDisposable
{
    private readonly Lock _lock = new();
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, List<ModelVersion>> _versions = [];
    private readonly Dictionary<(string Model, string Alias), ModelAlias> _aliases = [];
    private readonly List<RegistryEvent> _events = [];
    private TaskCompletionSource _news = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _revision;

    /// <summary>Thrown once by the next listing of aliases.</summary>
    public Exception? NextListFailure { get; set; }

    /// <summary>Thrown once by the watch, instead of the next event.</summary>
    public Exception? NextWatchFailure { get; set; }

    /// <summary>Answers listings in place of the truth, as a replica that lags would.</summary>
    public IReadOnlyList<ModelAlias>? StaleAliases { get; set; }

    /// <summary>Ends when fetching may go on.</summary>
    public Task FetchGate { get; set; } = Task.CompletedTask;

    public int Lists { get; private set; }

    public int Fetches { get; private set; }

    public ModelVersion Add(string model, byte[] content, string format = "onnx")
    {
        lock (_lock)
        {
            List<ModelVersion> versions = _versions.TryGetValue(model, out List<ModelVersion>? known) ? known : _versions[model] = [];
            long number = versions.Count + 1;
            Directory.CreateDirectory(_folder.File($"{model}-{number}"));
            File.WriteAllBytes(Path.Combine(_folder.File($"{model}-{number}"), "model.onnx"), content);
            string digest = $"sha256:{Convert.ToHexStringLower(SHA256.HashData(content))}";
            ModelVersion version = new()
            {
                Model = model,
                Number = number,
                Version = new SemanticVersion(1, number - 1, 0),
                Format = format,
                Digest = digest,
                Files = [new ArtifactDescriptor("model.onnx", digest, content.Length)],
                CreatedAt = DateTimeOffset.UnixEpoch,
            };
            versions.Add(version);
            return version;
        }
    }

    public ModelAlias Point(string model, string alias, long number)
    {
        lock (_lock)
        {
            ModelAlias target = new()
            {
                Model = model,
                Alias = alias,
                Number = number,
                Version = _versions[model][(int)number - 1].Version,
                Revision = ++_revision,
                UpdatedAt = DateTimeOffset.UnixEpoch,
            };
            _aliases[(model, alias)] = target;
            Append(RegistryEventKind.AliasMoved, target);
            return target;
        }
    }

    public void Unpoint(string model, string alias)
    {
        lock (_lock)
        {
            if (_aliases.Remove((model, alias), out ModelAlias? gone)) { Append(RegistryEventKind.AliasRemoved, gone with { Revision = ++_revision }); }
        }
    }

    /// <summary>Logs the event of a registration.</summary>
    public void Announce(ModelVersion version)
    {
        lock (_lock)
        {
            Append(new RegistryEvent { Sequence = _events.Count + 1, Kind = RegistryEventKind.VersionRegistered, Model = version.Model, Number = version.Number, At = DateTimeOffset.UnixEpoch });
        }
    }

    /// <summary>Logs an event that says nothing new, as a log that is replayed would.</summary>
    public void Replay(ModelAlias old)
    {
        lock (_lock) { Append(RegistryEventKind.AliasMoved, old); }
    }

    public Task<IReadOnlyList<ModelAlias>> ListAliasesAsync(string model, CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            Lists++;
            if (NextListFailure is { } failure)
            {
                NextListFailure = null;
                throw failure;
            }

            if (StaleAliases is { } stale) { return Task.FromResult(stale); }
            if (!_versions.ContainsKey(model)) { throw new ModelNotFoundException(model, _versions.Keys); }
            return Task.FromResult<IReadOnlyList<ModelAlias>>([.. _aliases.Values.Where(a => a.Model == model)]);
        }
    }

    public Task<ModelVersion> ResolveAsync(ModelReference reference, CancellationToken cancellationToken = default)
    {
        lock (_lock) { return Task.FromResult(_versions[reference.Name].Single(v => v.Version.ToString() == reference.Version || v.Number.ToString(System.Globalization.CultureInfo.InvariantCulture) == reference.Version)); }
    }

    public async Task<ModelPackage> FetchAsync(ModelVersion version, CancellationToken cancellationToken = default)
    {
        Fetches++;
        await FetchGate.WaitAsync(cancellationToken);
        return new ModelPackage
        {
            Model = version.Model,
            Version = version.Version.ToString(),
            Format = version.Format,
            Number = version.Number,
            Digest = version.Digest,
            Directory = _folder.File($"{version.Model}-{version.Number}"),
            Files = ["model.onnx"],
            Signature = version.Signature,
        };
    }

    public async IAsyncEnumerable<RegistryEvent> WatchAsync(long after, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (true)
        {
            Task news;
            RegistryEvent? next;
            lock (_lock)
            {
                news = _news.Task;
                next = _events.FirstOrDefault(e => e.Sequence > after);
                if (next is not null && NextWatchFailure is { } failure)
                {
                    NextWatchFailure = null;
                    throw failure;
                }
            }

            if (next is null)
            {
                await news.WaitAsync(cancellationToken);
                continue;
            }

            after = next.Sequence;
            yield return next;
        }
    }

    public Task<ModelVersion> RegisterAsync(ModelRegistration registration, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<IReadOnlyList<string>> ListModelsAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<IReadOnlyList<ModelVersion>> ListVersionsAsync(string model, CancellationToken cancellationToken = default)
    {
        lock (_lock) { return Task.FromResult<IReadOnlyList<ModelVersion>>([.. Enumerable.Reverse(_versions[model])]); }
    }

    /// <summary>Moves that were made.</summary>
    public List<AliasMove> Moves { get; } = [];

    public Task<ModelAlias> MoveAliasAsync(AliasMove move, CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            long revision = _aliases.GetValueOrDefault((move.Model, move.Alias))?.Revision ?? 0;
            if (move.ExpectedRevision is { } expected && expected != revision) { throw new AliasConflictException(move.Model, move.Alias, expected, revision); }
            Moves.Add(move);
            return Task.FromResult(Point(move.Model, move.Alias, move.Number));
        }
    }

    public Task<bool> RemoveAliasAsync(
        string model, string alias, long? expectedRevision = null, string? reason = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<IReadOnlyList<RegistryEvent>> ReadEventsAsync(long after, int limit = 1000, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public void Dispose() => _folder.Dispose();

    private void Append(RegistryEventKind kind, ModelAlias alias) => Append(new RegistryEvent
    {
        Sequence = _events.Count + 1,
        Kind = kind,
        Model = alias.Model,
        Number = alias.Number,
        Alias = alias.Alias,
        Revision = alias.Revision,
        At = DateTimeOffset.UnixEpoch,
    });

    private void Append(RegistryEvent news)
    {
        _events.Add(news);
        TaskCompletionSource waiting = _news;
        _news = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        waiting.TrySetResult();
    }
}
