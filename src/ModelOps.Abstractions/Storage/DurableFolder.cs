using System.Runtime.InteropServices;

namespace ModelOps.Storage;

/// <summary>What .NET does not offer: making the entries of a folder durable.</summary>
internal static partial class DurableFolder
{
    private const int ErrorIo = 5;
    private const int ErrorNoSpace = 28;

    /// <summary>Makes the names in a folder survive a power cut. Does nothing on Windows, where the file system's journal does it,
    /// and where a file system does not support it.</summary>
    /// <exception cref="IOException">The disk failed or is full.</exception>
    public static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows()) { return; }
        int descriptor = Open(folder, 0);
        if (descriptor < 0) { return; }
        try
        {
            if (FSync(descriptor) != 0 && Marshal.GetLastPInvokeError() is ErrorIo or ErrorNoSpace)
            {
                throw new IOException(Marshal.GetLastPInvokeErrorMessage(), Marshal.GetLastPInvokeError());
            }
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int FSync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
