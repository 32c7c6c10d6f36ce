using System.Runtime.InteropServices;

namespace ModelOps.Registry.Artifacts;

/// <summary>What the file system can do and .NET does not offer: hard links, and making the entries of a folder durable.</summary>
internal static partial class NativeFile
{
    private const int ErrorIo = 5;
    private const int ErrorNoSpace = 28;

    /// <summary>Gives a file a second name. False where the file system cannot, or the link's name is taken.</summary>
    public static bool TryLink(string file, string link) =>
        OperatingSystem.IsWindows() ? CreateHardLink(link, file, 0) : Link(file, link) == 0;

    /// <summary>Makes the names in a folder survive a power cut. Does nothing on Windows, where the file system's journal does it,
    /// and where a file system does not support it.</summary>
    /// <exception cref="IOException">The disk failed or is full.</exception>
    public static void FlushFolder(string folder)
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

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string existing, string link);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int FSync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);

    [LibraryImport("kernel32", EntryPoint = "CreateHardLinkW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool CreateHardLink(string link, string existing, nint security);
}
