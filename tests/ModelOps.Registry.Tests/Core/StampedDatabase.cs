using ModelOps.Registry.Metadata;

namespace ModelOps.Registry.Tests.Core;

/// <summary>A store with an empty log, which counts how often it is read and how often its stamp is.</summary>
internal sealed class StampedDatabase : Database
{
    private int _stamps;

    public long? Stamp { get; set; }

    public int Reads { get; private set; }

    public int Stamps => Volatile.Read(ref _stamps);

    public override long? ReadStamp()
    {
        Interlocked.Increment(ref _stamps);
        return Stamp;
    }

    public override Task<T> ReadAsync<T>(Func<Connection, Task<T>> read, CancellationToken cancellationToken)
    {
        Reads++;
        return Task.FromResult((T)(object)new List<RegistryEvent>());
    }

    public override Task<T> ReadSnapshotAsync<T>(Func<Connection, Task<T>> read, CancellationToken cancellationToken) => throw new NotSupportedException();

    public override Task<T> WriteAsync<T>(Func<Connection, Task<T>> write, CancellationToken cancellationToken) => throw new NotSupportedException();

    public override void ThrowIfReadOnly()
    {
    }

    public override void Dispose()
    {
    }
}
