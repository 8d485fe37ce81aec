; The installer for Windows: for the person who runs it, without an administrator's rights.
; `python packaging/dev.py package` compiles it with Inno Setup 6.3 or newer; installer.py says with what.

#ifndef Version
  #error Version, Frozen, Icon and Output have to be given: run python packaging/dev.py package
#endif

#define Title "Contact Inspector"
#define Scheme "contact-inspector"
#define WindowProgram "contact-inspector-window.exe"

[Setup]
; never to change: by it a newer version finds the older one
AppId={{7C2E9A54-3B1D-4E0B-9C57-5D0F6E3C8A21}
AppName={#Title}
AppVersion={#Version}
AppVerName={#Title} {#Version}
AppPublisher=The Contact Inspector authors
#ifdef Homepage
AppPublisherURL={#Homepage}
#endif
VersionInfoVersion={#Version}
LicenseFile=..\..\LICENSE
PrivilegesRequired=lowest
DefaultDirName={autopf}\{#Title}
DisableProgramGroupPage=yes
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
; what Qt 6.11 needs: Windows 10, 1809
MinVersion=10.0.17763
OutputDir={#Output}
OutputBaseFilename=contact-inspector-{#Version}-windows-x86_64
SetupIconFile={#Icon}
UninstallDisplayIcon={app}\{#WindowProgram}
UninstallDisplayName={#Title}
Compression=lzma2/max
SolidCompression=yes
WizardStyle=modern
; Explorer learns of the links at once
ChangesAssociations=yes
CloseApplications=yes
RestartApplications=no
#ifdef Signed
; release: given with /S on the command line. It signs the uninstaller, too.
SignTool=release
SignedUninstaller=yes
#endif

[Languages]
Name: "en"; MessagesFile: "compiler:Default.isl"
Name: "ru"; MessagesFile: "compiler:Languages\Russian.isl"
Name: "de"; MessagesFile: "compiler:Languages\German.isl"

[Tasks]
Name: "desktop"; Description: "{cm:CreateDesktopIcon}"; Flags: unchecked

[InstallDelete]
; of an older version nothing stays that the newer one no longer has
Type: filesandordirs; Name: "{app}\_internal"

[Files]
Source: "{#Frozen}\*"; DestDir: "{app}"; Flags: ignoreversion recursesubdirs createallsubdirs

[Icons]
Name: "{autoprograms}\{#Title}"; Filename: "{app}\{#WindowProgram}"
Name: "{autodesktop}\{#Title}"; Filename: "{app}\{#WindowProgram}"; Tasks: desktop

[Registry]
Root: HKCU; Subkey: "Software\Classes\{#Scheme}"; ValueType: string; ValueName: ""; ValueData: "URL:{#Title}"; Flags: uninsdeletekey
Root: HKCU; Subkey: "Software\Classes\{#Scheme}"; ValueType: string; ValueName: "URL Protocol"; ValueData: ""
Root: HKCU; Subkey: "Software\Classes\{#Scheme}\DefaultIcon"; ValueType: string; ValueName: ""; ValueData: "{app}\{#WindowProgram},0"
; after -- a link is a link, whatever quotes and words are in it
Root: HKCU; Subkey: "Software\Classes\{#Scheme}\shell\open\command"; ValueType: string; ValueName: ""; ValueData: """{app}\{#WindowProgram}"" -- ""%1"""

[Run]
Filename: "{app}\{#WindowProgram}"; Description: "{cm:LaunchProgram,{#Title}}"; Flags: nowait postinstall skipifsilent

[Code]
{ A program that runs keeps its files: the window is asked to close, and given the time to. }
procedure CurUninstallStepChanged(CurUninstallStep: TUninstallStep);
var
  ExitCode: Integer;
begin
  if CurUninstallStep = usUninstall then
    if Exec(ExpandConstant('{sys}\taskkill.exe'), '/im {#WindowProgram}', '', SW_HIDE, ewWaitUntilTerminated, ExitCode) then
      if ExitCode = 0 then
        Sleep(3000);
end;
