using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace ModelOps.Registry;

/// <summary>Says what an error of SQLite or of the file system means for a caller of the registry.</summary>
internal static class StorageErrors
{
    private const int SqliteBusy = 5;
    private const int SqliteLocked = 6;
    private const int SqliteReadOnly = 8;
    private const int SqliteCorrupt = 11;
    private const int SqliteFull = 13;
    private const int SqliteNotADatabase = 26;
    private const int UnixNoSpace = 28;
    private const int UnixQuota = 122;
    private const int UnixReadOnly = 30;
    private const int WindowsNoSpace = unchecked((int)0x80070070);
    private const int WindowsWriteProtected = unchecked((int)0x80070013);

    public static bool IsStorage(Exception error) => error is SqliteException or IOException or UnauthorizedAccessException or JsonException;

    public static RegistryStorageException Translate(Exception error, string file = "registry.db") => error switch
    {
        SqliteException { SqliteErrorCode: SqliteCorrupt or SqliteNotADatabase } or JsonException => RegistryStorageException.Damaged("is damaged or not a database", error, file),
        SqliteException { SqliteErrorCode: SqliteFull } or IOException { HResult: UnixNoSpace or UnixQuota or WindowsNoSpace } => RegistryStorageException.Full(error),
        SqliteException { SqliteErrorCode: SqliteBusy or SqliteLocked } => RegistryStorageException.Unavailable(
            $"another process kept it locked for longer than {RegistryOptions.SectionName}:{nameof(RegistryOptions.BusyTimeout)}. Try again, or raise that setting", error),
        SqliteException { SqliteErrorCode: SqliteReadOnly } or UnauthorizedAccessException => RegistryStorageException.Unavailable(
            "the folder may not be written. Give this process write access to the folder and all files in it", error),
        _ => RegistryStorageException.Unavailable(
            $"the system refused to read or write it. See the inner error, check the disk and the setting {RegistryOptions.SectionName}:{nameof(RegistryOptions.Path)}", error),
    };

    /// <summary>Whether the system would not let a file be written: no space, a read-only disk, or no right to it. Other errors of input and output, as
    /// those of a network, are none of it.</summary>
    public static bool IsRefusedWrite(Exception error) => error is UnauthorizedAccessException || IsFull(error) || error is IOException { HResult: UnixReadOnly or WindowsWriteProtected };

    /// <summary>What <see cref="IsRefusedWrite"/> means for a place that is not the registry's own folder.</summary>
    /// <param name="error">The error.</param>
    /// <param name="place">What lies there, e.g. <c>DVC cache</c>.</param>
    public static RegistryStorageException RefusedWrite(Exception error, string place) =>
        IsFull(error) ? RegistryStorageException.Full(error, place) : RegistryStorageException.NotWritable(place, error);

    private static bool IsFull(Exception error) => error is IOException { HResult: UnixNoSpace or UnixQuota or WindowsNoSpace };
}
