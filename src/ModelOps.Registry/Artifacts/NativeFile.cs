using System.Runtime.InteropServices;

namespace ModelOps.Registry.Artifacts;

/// <summary>What the file system can do and .NET does not offer: hard links, and telling one file from another.</summary>
internal static partial class NativeFile
{
    private const int StatxSize = 256;
    private const int CurrentFolder = -100;
    private const int NoFollow = 0x100;
    private const uint BasicStats = 0x7FF;
    private const long NanosecondsPerSecond = 1_000_000_000;

    /// <summary>Gives a file a second name. False where the file system cannot, or the link's name is taken.</summary>
    public static bool TryLink(string file, string link) =>
        OperatingSystem.IsWindows() ? CreateHardLink(link, file, 0) : Link(file, link) == 0;

    /// <summary>Gives a finished file its name, unless the name is taken: of several who try at once, one wins. A move that does not replace would not do:
    /// on Linux it looks first and then renames over whatever came in between.</summary>
    /// <returns>False when the name is taken; the file is still there under its old name then.</returns>
    /// <exception cref="IOException">The file cannot be named so.</exception>
    public static bool TryPublish(string file, string name)
    {
        if (!TryLink(file, name))
        {
            if (File.Exists(name)) { return false; }
            File.Move(file, name, overwrite: false); // a file system without links
            return true;
        }

        File.Delete(file);
        return true;
    }

    /// <summary>What the system says of a file; null where it is not Linux, or there is no such file.</summary>
    public static FileIdentity? Identify(string path)
    {
        if (!OperatingSystem.IsLinux()) { return null; }
        Span<byte> stat = stackalloc byte[StatxSize];
        try
        {
            if (Statx(CurrentFolder, path, NoFollow, BasicStats, stat) != 0) { return null; }
        }
        catch (EntryPointNotFoundException)
        {
            return null; // a C library from before statx
        }

        // The layout of struct statx is the same on every processor.
        return new FileIdentity(
            Device: ((ulong)MemoryMarshal.Read<uint>(stat[136..]) << 32) | MemoryMarshal.Read<uint>(stat[140..]),
            Inode: MemoryMarshal.Read<ulong>(stat[32..]),
            Size: MemoryMarshal.Read<ulong>(stat[40..]),
            Modified: Time(stat[112..]),
            Changed: Time(stat[96..]));

        static long Time(ReadOnlySpan<byte> timestamp) => (MemoryMarshal.Read<long>(timestamp) * NanosecondsPerSecond) + MemoryMarshal.Read<uint>(timestamp[8..]);
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int folder, string path, int flags, uint mask, Span<byte> buffer);

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string existing, string link);

    [LibraryImport("kernel32", EntryPoint = "CreateHardLinkW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool CreateHardLink(string link, string existing, nint security);
}
