using System.Globalization;
using Microsoft.Extensions.Options;

namespace ModelOps.Registry.Lineage;

/// <summary>Events that are not sent yet: a file each, in a folder that hosts may share, named so that they order as they came.</summary>
internal sealed class LineageSpool
{
    /// <summary>How far the registry's log was told.</summary>
    public const string Position = "position";

    /// <summary>How far the log of runs was told.</summary>
    public const string RunPosition = "position-of-runs";

    private const string Extension = ".json";
    private readonly string _folder;
    private readonly int _capacity;
    private readonly TimeProvider _time;
    private readonly NewsSignal _news = new();
    private long _count;

    public LineageSpool(IOptions<LineageOptions> options, IOptions<RegistryOptions> registry, TimeProvider time)
    {
        _folder = Path.GetFullPath(options.Value.SpoolFolder ?? Path.Combine(registry.Value.Path, "lineage"));
        _capacity = options.Value.MaxSpooledEvents;
        _time = time;
    }

    /// <summary>Completes when this process adds the next event.</summary>
    public Task Next => _news.Next;

    public bool HasRoom => !Directory.Exists(_folder) || Directory.EnumerateFiles(_folder, "*" + Extension).Take(_capacity).Count() < _capacity;

    public async Task AddAsync(byte[] entry, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(_folder);
        string name = string.Create(CultureInfo.InvariantCulture, $"{_time.GetUtcNow().UtcTicks:D19}-{Interlocked.Increment(ref _count):D10}-{Environment.ProcessId}");
        await WriteAsync(name + Extension, entry, cancellationToken).ConfigureAwait(false);
        _news.Signal();
    }

    /// <summary>Names of what is there, first come first.</summary>
    public IReadOnlyList<string> List() =>
        Directory.Exists(_folder) ? [.. Directory.EnumerateFiles(_folder, "*" + Extension).Select(static f => Path.GetFileName(f)).Order(StringComparer.Ordinal)] : [];

    public Task<byte[]> ReadAsync(string name, CancellationToken cancellationToken) => File.ReadAllBytesAsync(Path.Combine(_folder, name), cancellationToken);

    public void Remove(string name) => File.Delete(Path.Combine(_folder, name));

    /// <summary>Puts an event aside: it is not sent again, and a person may look at it.</summary>
    public void Reject(string name) => File.Move(Path.Combine(_folder, name), Path.Combine(_folder, Path.ChangeExtension(name, ".rejected")), overwrite: true);

    /// <summary>Sequence of the last event of a log that was told; 0 when none was.</summary>
    public async Task<long> ReadPositionAsync(string log, CancellationToken cancellationToken)
    {
        string path = Path.Combine(_folder, log);
        return File.Exists(path) && long.TryParse(await File.ReadAllTextAsync(path, cancellationToken).ConfigureAwait(false), NumberStyles.None, CultureInfo.InvariantCulture, out long position) ? position : 0;
    }

    public Task WritePositionAsync(string log, long position, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(_folder);
        return WriteAsync(log, System.Text.Encoding.ASCII.GetBytes(position.ToString(CultureInfo.InvariantCulture)), cancellationToken);
    }

    /// <summary>Takes the right to send and to follow; null while another process or host has it.</summary>
    public IDisposable? TryLease()
    {
        Directory.CreateDirectory(_folder);
        try
        {
            return new FileStream(Path.Combine(_folder, "lease"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private async Task WriteAsync(string name, byte[] content, CancellationToken cancellationToken)
    {
        string aside = Path.Combine(_folder, $"{Guid.NewGuid():N}.tmp");
        try
        {
            await File.WriteAllBytesAsync(aside, content, cancellationToken).ConfigureAwait(false);
            File.Move(aside, Path.Combine(_folder, name), overwrite: true);
        }
        finally
        {
            Artifacts.ScratchFolder.TryDelete(aside);
        }
    }
}
