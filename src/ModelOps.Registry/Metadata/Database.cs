namespace ModelOps.Registry.Metadata;

/// <summary>The metadata: read by snapshot, written by one at a time. An engine derives from it for each kind of store.</summary>
/// <remarks>
/// What an engine must do: give connections whose schema has all of <see cref="SchemaSteps"/>; let one write run at a time, over all processes, so
/// that the order of the log is the order of commits; commit durably; roll back whatever fails; retry what fails in passing, so that a
/// delegate may run more than once and must keep its hands off everything but the connection; turn its errors into
/// <see cref="RegistryStorageException"/>. Thread-safe.
/// </remarks>
internal abstract class Database : IDisposable
{
    /// <summary>Reads with one statement, or with several that need not see the same state.</summary>
    public abstract Task<T> ReadAsync<T>(Func<Connection, Task<T>> read, CancellationToken cancellationToken);

    /// <summary>Reads several times from one state.</summary>
    public abstract Task<T> ReadSnapshotAsync<T>(Func<Connection, Task<T>> read, CancellationToken cancellationToken);

    /// <summary>Writes, all or nothing; durable when it returns.</summary>
    public abstract Task<T> WriteAsync<T>(Func<Connection, Task<T>> write, CancellationToken cancellationToken);

    /// <summary>A number that is another after every commit of any process, read without waiting; null when the engine has none, or what was read
    /// must not be kept.</summary>
    public virtual long? ReadStamp() => null;

    /// <exception cref="RegistryStorageException">Nothing may be written.</exception>
    public abstract void ThrowIfReadOnly();

    public abstract void Dispose();
}
