//! C and the languages that kept its comments, strings and braces.

use super::super::grammar::{
    Escape, Grammar, Inside, LineRule, Rule, between, doubled, filled, quote, quote_lines,
};
use super::super::sink::Class::{Attribute, Function, Keyword, Number, Preprocessor, Type, Variable};
use super::{Language, Syntax, entry};

pub(super) const LANGUAGES: &[Language] = &[
    entry("c", "C", "h winrt-c", Syntax::Table(&C)),
    entry(
        "cpp",
        "C++",
        "c++ cplusplus cxx cc hpp hxx cppcpp cpp.hint managedcplusplus cppcli c++/cli cppcx cppwinrt c++/winrt tlh",
        Syntax::Table(&CPP),
    ),
    entry("java", "Java", "", Syntax::Table(&JAVA)),
    entry("kotlin", "Kotlin", "kt kts", Syntax::Table(&KOTLIN)),
    entry("swift", "Swift", "", Syntax::Table(&SWIFT)),
    entry("go", "Go", "golang", Syntax::Table(&GO)),
    entry("rust", "Rust", "rs", Syntax::Table(&RUST)),
    entry("objectivec", "Objective-C", "objc objective-c obj-c", Syntax::Table(&OBJECTIVE_C)),
    entry("dart", "Dart", "", Syntax::Table(&DART)),
    entry("scala", "Scala", "", Syntax::Table(&SCALA)),
    entry("groovy", "Groovy", "gradle", Syntax::Table(&GROOVY)),
    entry("hlsl", "HLSL", "glsl shader", Syntax::Table(&HLSL)),
    entry("idl", "IDL", "midl odl", Syntax::Table(&IDL)),
    entry("mof", "MOF", "wmimof", Syntax::Table(&MOF)),
    entry("asl", "ASL", "aml dsdt", Syntax::Table(&ASL)),
    entry("rc", "Resource script", "rc2 resource", Syntax::Table(&RC)),
    entry("dtrace", "DTrace", "d", Syntax::Table(&DTRACE)),
    entry("qsharp", "Q#", "q#", Syntax::Table(&QSHARP)),
    entry("bicep", "Bicep", "", Syntax::Table(&BICEP)),
];

const SLASHES: Rule = Rule::Line("//");
const STARS: Rule = Rule::Block("/*", "*/");

const C_KEYWORDS: &str = "auto break case const continue default do else enum extern for goto if inline register \
    restrict return sizeof static struct switch typedef union volatile while _Alignas _Alignof _Atomic _Generic \
    _Noreturn _Static_assert _Thread_local alignas alignof static_assert thread_local typeof asm __asm \
    __attribute__ __declspec __cdecl __stdcall __fastcall __try __except __finally __leave true false nullptr NULL \
    TRUE FALSE";

/// Types of the language, its library and Windows headers.
const C_TYPES: &str = "void bool char short int long float double signed unsigned _Bool _Complex size_t ssize_t \
    ptrdiff_t intptr_t uintptr_t wchar_t char8_t char16_t char32_t int8_t int16_t int32_t int64_t uint8_t uint16_t \
    uint32_t uint64_t FILE time_t va_list __int8 __int16 __int32 __int64 VOID BOOL BOOLEAN BYTE CHAR WCHAR TCHAR \
    SHORT USHORT WORD DWORD INT UINT LONG ULONG LONGLONG ULONGLONG INT64 UINT64 UINT32 INT32 UINT8 UINT16 DWORD64 \
    DWORDLONG FLOAT DOUBLE HANDLE HWND HINSTANCE HMODULE HKEY HDC HICON HMENU HRESULT NTSTATUS LRESULT WPARAM LPARAM \
    PVOID LPVOID LPCVOID PCHAR PSTR LPSTR LPCSTR PWSTR LPWSTR LPCWSTR PCWSTR PCSTR LPTSTR LPCTSTR PULONG PDWORD \
    LPDWORD PUCHAR UCHAR PBYTE LPBYTE SIZE_T SSIZE_T ULONG_PTR LONG_PTR DWORD_PTR UINT_PTR INT_PTR GUID REFGUID \
    REFIID REFCLSID IID CLSID BSTR VARIANT VARIANT_BOOL SAFEARRAY LARGE_INTEGER ULARGE_INTEGER UNICODE_STRING \
    PUNICODE_STRING IRP PIRP PDEVICE_OBJECT PDRIVER_OBJECT DEVICE_OBJECT DRIVER_OBJECT KIRQL PIO_STACK_LOCATION \
    OVERLAPPED LPOVERLAPPED RECT POINT SIZE MSG IUnknown IDispatch WDFDEVICE WDFREQUEST WDFQUEUE WDFOBJECT NET_BUFFER \
    PNET_BUFFER NDIS_STATUS NDIS_HANDLE PHYSICAL_ADDRESS LIST_ENTRY PLIST_ENTRY";

const C: Grammar = Grammar {
    rules: &[SLASHES, STARS, quote("\""), Rule::Char],
    line: &[LineRule::Directive("#")],
    words: &[(Keyword, C_KEYWORDS), (Type, C_TYPES)],
    calls: true,
    ..Grammar::NONE
};

const CPP: Grammar = Grammar {
    rules: &[
        SLASHES,
        STARS,
        Rule::RawCpp,
        quote("\""),
        Rule::Char,
        Rule::Enclosed("[[", "]]", Attribute, ":, ()\""),
    ],
    line: &[LineRule::Directive("#")],
    words: &[
        (Keyword, C_KEYWORDS),
        (
            Keyword,
            "and and_eq asm bitand bitor catch class compl concept consteval constexpr constinit const_cast co_await \
             co_return co_yield decltype delete dynamic_cast explicit export final friend import module mutable \
             namespace new noexcept not not_eq operator or or_eq override private protected public \
             reinterpret_cast requires static_cast template this throw try typeid typename using virtual xor xor_eq \
             abstract array delegate event finally gcnew generic in initonly interface interior_ptr literal \
             pin_ptr property ref safe_cast sealed value where each __assume __based __event __forceinline __hook \
             __if_exists __if_not_exists __interface __noop __pragma __raise __super __unhook __uuidof __vectorcall \
             __thiscall __clrcall __alignof __restrict __unaligned __int128",
        ),
        (Type, C_TYPES),
        (
            Type,
            "string wstring string_view vector map set list deque queue stack pair tuple array unique_ptr shared_ptr \
             weak_ptr unordered_map unordered_set multimap multiset bitset optional variant any function thread mutex \
             future promise atomic ostream istream iostream stringstream ofstream ifstream fstream exception \
             initializer_list span complex valarray basic_string allocator hstring IInspectable String Object Array \
             Int32 Console",
        ),
    ],
    calls: true,
    ..Grammar::NONE
};

const OBJECTIVE_C: Grammar = Grammar {
    rules: &[SLASHES, STARS, quote("\""), Rule::Char, Rule::Name("@", Keyword, "")],
    line: &[LineRule::Directive("#")],
    words: &[
        (Keyword, C_KEYWORDS),
        (Keyword, "self super nil YES NO id in out nonatomic strong weak copy assign readonly readwrite"),
        (Type, C_TYPES),
    ],
    calls: true,
    capitals: true,
    ..Grammar::NONE
};

const JAVA: Grammar = Grammar {
    rules: &[
        SLASHES,
        STARS,
        between("\"\"\"", "\"\"\""),
        quote("\""),
        Rule::Char,
        Rule::Name("@", Attribute, "."),
    ],
    words: &[
        (
            Keyword,
            "abstract assert break case catch class const continue default do else enum extends final finally for \
             goto if implements import instanceof interface native new non-sealed package permits private protected \
             public record return sealed static strictfp super switch synchronized this throw throws transient try \
             var volatile while yield true false null",
        ),
        (Type, "boolean byte char double float int long short void"),
    ],
    calls: true,
    capitals: true,
    ..Grammar::NONE
};

const KOTLIN: Grammar = Grammar {
    rules: &[
        SLASHES,
        Rule::Nested("/*", "*/"),
        filled("\"\"\"", "\"\"\"", Escape::None, Inside::Dollar),
        filled("\"", "\"", Escape::Byte(b'\\'), Inside::Dollar),
        Rule::Char,
        Rule::Name("@", Attribute, "."),
    ],
    words: &[(
        Keyword,
        "abstract actual annotation as break by catch class companion const constructor continue crossinline data do \
         else enum expect external false final finally for fun if import in infix init inline inner interface \
         internal is lateinit noinline null object open operator out override package private protected public \
         reified return sealed suspend super tailrec this throw true try typealias val var vararg when where while",
    )],
    calls: true,
    capitals: true,
    ..Grammar::NONE
};

const SWIFT: Grammar = Grammar {
    rules: &[
        SLASHES,
        Rule::Nested("/*", "*/"),
        between("\"\"\"", "\"\"\""),
        quote("\""),
        Rule::Name("@", Attribute, ""),
        Rule::Name("#", Preprocessor, ""),
    ],
    words: &[(
        Keyword,
        "actor any as associatedtype async await break case catch class continue convenience default defer deinit do \
         dynamic else enum extension fallthrough false fileprivate final for func get guard if import in indirect \
         init inout internal is lazy let mutating nil nonmutating open operator optional override precedencegroup \
         private protocol public repeat required rethrows return self Self set some static struct subscript super \
         switch throw throws true try typealias unowned var weak where while willSet didSet",
    )],
    calls: true,
    capitals: true,
    ..Grammar::NONE
};

const GO: Grammar = Grammar {
    rules: &[SLASHES, STARS, between("`", "`"), quote("\""), Rule::Char],
    words: &[
        (
            Keyword,
            "break case chan const continue default defer else fallthrough for func go goto if import interface map \
             package range return select struct switch type var true false nil iota",
        ),
        (
            Type,
            "any bool byte comparable complex64 complex128 error float32 float64 int int8 int16 int32 int64 rune \
             string uint uint8 uint16 uint32 uint64 uintptr",
        ),
        (
            Function,
            "append cap clear close complex copy delete imag len make max min new panic print println real recover",
        ),
    ],
    calls: true,
    ..Grammar::NONE
};

const RUST: Grammar = Grammar {
    rules: &[
        SLASHES,
        Rule::Nested("/*", "*/"),
        between("r##\"", "\"##"),
        between("r#\"", "\"#"),
        between("r\"", "\""),
        quote_lines("\""),
        Rule::Char,
        Rule::Name("'", Variable, ""),
        Rule::Enclosed("#[", "]", Attribute, "*"),
        Rule::Enclosed("#![", "]", Attribute, "*"),
    ],
    words: &[
        (
            Keyword,
            "as async await break const continue crate dyn else enum extern false fn for if impl in let loop match \
             mod move mut pub ref return self static struct super trait true type union unsafe use where while yield",
        ),
        (Type, "bool char f32 f64 i8 i16 i32 i64 i128 isize str u8 u16 u32 u64 u128 usize Self"),
        (
            Function,
            "println print eprintln eprint format vec panic assert assert_eq assert_ne todo write writeln dbg matches",
        ),
    ],
    calls: true,
    capitals: true,
    ..Grammar::NONE
};

const DART: Grammar = Grammar {
    rules: &[
        SLASHES,
        STARS,
        between("'''", "'''"),
        between("\"\"\"", "\"\"\""),
        filled("\"", "\"", Escape::Byte(b'\\'), Inside::Dollar),
        filled("'", "'", Escape::Byte(b'\\'), Inside::Dollar),
        Rule::Name("@", Attribute, "."),
    ],
    words: &[
        (
            Keyword,
            "abstract as assert async await base break case catch class const continue covariant default deferred do \
             dynamic else enum export extends extension external factory false final finally for get hide if \
             implements import in interface is late library mixin new null on operator part required rethrow return \
             sealed set show static super switch sync this throw true try typedef var when while with yield",
        ),
        (Type, "bool double int num void"),
    ],
    calls: true,
    capitals: true,
    ..Grammar::NONE
};

const SCALA: Grammar = Grammar {
    rules: &[
        SLASHES,
        Rule::Nested("/*", "*/"),
        between("\"\"\"", "\"\"\""),
        filled("\"", "\"", Escape::Byte(b'\\'), Inside::Dollar),
        Rule::Char,
        Rule::Name("@", Attribute, "."),
    ],
    words: &[(
        Keyword,
        "abstract case catch class def do else end enum export extends extension false final finally for given if \
         implicit import infix inline lazy match new null object opaque open override package private protected \
         return sealed super then this throw trait transparent true try type using val var while with yield",
    )],
    calls: true,
    capitals: true,
    ..Grammar::NONE
};

const GROOVY: Grammar = Grammar {
    rules: &[
        SLASHES,
        STARS,
        between("'''", "'''"),
        filled("\"\"\"", "\"\"\"", Escape::Byte(b'\\'), Inside::Dollar),
        filled("\"", "\"", Escape::Byte(b'\\'), Inside::Dollar),
        quote("'"),
        Rule::Name("@", Attribute, "."),
    ],
    words: &[
        (
            Keyword,
            "abstract as assert break case catch class const continue def default do else enum extends false final \
             finally for goto if implements import in instanceof interface native new null package private \
             protected public return static super switch synchronized this throw throws trait transient true try \
             var void volatile while",
        ),
        (Type, "boolean byte char double float int long short"),
    ],
    calls: true,
    capitals: true,
    ..Grammar::NONE
};

const HLSL: Grammar = Grammar {
    rules: &[SLASHES, STARS, quote("\"")],
    line: &[LineRule::Directive("#")],
    words: &[
        (
            Keyword,
            "break case cbuffer const continue default discard do else export extern false for groupshared if in \
             inline inout interface namespace nointerpolation out packoffset pass precise register return shared \
             static struct switch tbuffer technique true typedef uniform varying void volatile while",
        ),
        (
            Type,
            "bool int uint half float double float2 float3 float4 float2x2 float3x3 float4x4 int2 int3 int4 uint2 \
             uint3 uint4 half2 half3 half4 vec2 vec3 vec4 mat2 mat3 mat4 matrix vector sampler SamplerState Texture1D \
             Texture2D Texture3D TextureCube Buffer ByteAddressBuffer RWByteAddressBuffer StructuredBuffer \
             RWStructuredBuffer RWTexture2D",
        ),
    ],
    calls: true,
    ..Grammar::NONE
};

const IDL: Grammar = Grammar {
    rules: &[SLASHES, STARS, quote("\""), Rule::Char],
    line: &[LineRule::Directive("#")],
    words: &[
        (
            Keyword,
            "attribute coclass const cpp_quote default dispinterface enum extends import importlib in interface \
             library methods module namespace out properties requires runtimeclass size_is static string struct \
             typedef union unique uuid version winmdroot event delegate null true false",
        ),
        (Type, C_TYPES),
        (
            Type,
            "boolean byte hyper small handle_t error_status_t String Object Boolean Int32 UInt32 Single Double",
        ),
    ],
    calls: true,
    ..Grammar::NONE
};

const MOF: Grammar = Grammar {
    rules: &[SLASHES, STARS, quote_lines("\""), Rule::Name("$", Variable, "")],
    line: &[LineRule::Directive("#")],
    words: &[
        (
            Keyword,
            "as association class indication instance of qualifier ref scope flavor true false null any \
             enableoverride disableoverride restricted tosubclass toinstance translatable method parameter property \
             reference schema key read write abstract dynamic provider",
        ),
        (
            Type,
            "boolean char16 datetime object real32 real64 sint8 sint16 sint32 sint64 string uint8 uint16 uint32 uint64 \
             void",
        ),
    ],
    fold: true,
    ..Grammar::NONE
};

const ASL: Grammar = Grammar {
    rules: &[SLASHES, STARS, quote("\"")],
    line: &[LineRule::Directive("#")],
    words: &[(
        Keyword,
        "Break BreakPoint Buffer Case Continue CreateField Default Device Else ElseIf Event External Field If Include \
         Method Mutex Name Noop Notify OperationRegion Package PowerResource Processor Return Scope Store Switch \
         ThermalZone While One Ones Zero",
    )],
    calls: true,
    ..Grammar::NONE
};

const RC: Grammar = Grammar {
    rules: &[SLASHES, STARS, doubled("\"", "\"", false)],
    line: &[LineRule::Directive("#")],
    words: &[(
        Keyword,
        "ACCELERATORS AUTOCHECKBOX BEGIN BITMAP BLOCK CAPTION CHARACTERISTICS COMBOBOX CONTROL CURSOR DEFPUSHBUTTON \
         DIALOG DIALOGEX DISCARDABLE EDITTEXT END EXSTYLE FILEFLAGS FILEOS FILETYPE FILEVERSION FONT GROUPBOX ICON \
         LANGUAGE LISTBOX LTEXT MENU MENUEX MENUITEM MESSAGETABLE MOVEABLE NOT POPUP PRODUCTVERSION PURE PUSHBUTTON \
         RADIOBUTTON RCDATA SEPARATOR STRINGTABLE STYLE VALUE VERSIONINFO",
    )],
    ..Grammar::NONE
};

const DTRACE: Grammar = Grammar {
    rules: &[
        STARS,
        SLASHES,
        quote("\""),
        Rule::Char,
        Rule::Name("@", Variable, ""),
        Rule::Name("$", Variable, ""),
    ],
    line: &[LineRule::Directive("#")],
    words: &[
        (
            Keyword,
            "BEGIN END ERROR if else self this typedef struct union enum sizeof inline pragma provider probe",
        ),
        (Type, C_TYPES),
        (Number, "NULL"),
    ],
    calls: true,
    ..Grammar::NONE
};

const QSHARP: Grammar = Grammar {
    rules: &[SLASHES, quote("\""), Rule::Name("@", Attribute, "")],
    words: &[
        (
            Keyword,
            "Adj Controlled Adjoint Ctl and apply as auto body borrow elif else export fail false fixup for function if \
             import in internal intrinsic invert is let mutable namespace new newtype not open operation or repeat \
             return self set struct true until use using while within",
        ),
        (Type, "BigInt Bool Double Int Pauli Qubit Range Result String Unit"),
        (Number, "One Zero PauliI PauliX PauliY PauliZ"),
    ],
    calls: true,
    ..Grammar::NONE
};

const BICEP: Grammar = Grammar {
    rules: &[
        SLASHES,
        STARS,
        between("'''", "'''"),
        filled("'", "'", Escape::Byte(b'\\'), Inside::DollarBrace),
        Rule::Name("@", Attribute, "."),
    ],
    line: &[LineRule::Key { ends: ":", blanks: false, indented: true }],
    words: &[
        (
            Keyword,
            "as assert existing extension false for func if import in metadata module null output param provider \
             resource targetScope true type using var with",
        ),
        (Type, "array bool int object string"),
    ],
    calls: true,
    ..Grammar::NONE
};
